// The verdict on a cut: what may start does, what may not is named, and a cut in the boot script's own write changes nothing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeStart, type Sectors } from '../../../../../bench/image/power-cut/start-verdict.ts';
import { type BootState, encodeSector } from '../../../../../hal/linux/boot-state/sector.ts';

const garbage = new Uint8Array(512).fill(0xff);
const factory: BootState = { sequence: 4, last: 'A', trial: undefined, good: { A: true, B: false } };
const trial: BootState = { ...factory, sequence: 5, trial: 'B' };
const sectors = (one: BootState | undefined, other: BootState | undefined): Sectors => [
  one ? encodeSector(one) : garbage,
  other ? encodeSector(other) : garbage,
];

describe('the next start after a cut', () => {
  it('is of the slot that was confirmed last', () => {
    const contents = { A: '0.1.0', B: undefined };
    expect(judgeStart({ sectors: sectors(factory, undefined), contents })).toMatchObject({
      ...{ slot: 'A', version: '0.1.0', fault: undefined },
    });
  });

  it('is of the slot on trial, with a whole one to fall back to', () => {
    expect(judgeStart({ sectors: sectors(factory, trial), contents: { A: '0.1.0', B: '0.2.0' } })).toMatchObject({
      ...{ slot: 'B', version: '0.2.0', fault: undefined },
    });
  });

  it('is at fault where the image is not whole, or the one behind it', () => {
    const of = (a: string | undefined, b: string | undefined) =>
      judgeStart({ sectors: sectors(factory, trial), contents: { A: a, B: b } }).fault;
    expect([of('0.1.0', undefined), of(undefined, '0.2.0')]).toEqual(['mixed', 'mixed']);
  });

  it('is none where both copies are lost', () => {
    const verdict = judgeStart({ sectors: sectors(undefined, undefined), contents: { A: '0.1.0', B: '0.1.0' } });
    expect(verdict.fault).toBe('brick');
  });

  it('is never at fault where both slots are whole and one copy is', () => {
    const slot = fc.constantFrom('A' as const, 'B' as const);
    const state = fc.record({
      sequence: fc.integer({ min: 0, max: 0x7fff_fff0 }),
      last: slot,
      trial: fc.option(slot, { nil: undefined }),
      good: fc.record({ A: fc.boolean(), B: fc.boolean() }),
    });
    fc.assert(
      fc.property(state, fc.option(state, { nil: undefined }), (one, other) => {
        const contents = { A: '0.1.0', B: '0.2.0' };
        expect(judgeStart({ sectors: sectors(one, other), contents }).fault).toBeUndefined();
      }),
    );
  });
});
