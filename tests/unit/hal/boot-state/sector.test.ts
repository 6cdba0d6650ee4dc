// The boot state's 512 bytes: what is written is read, and what was garbled is never believed.

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BootState,
  decodeSector,
  encodeSector,
  highestSequence,
} from '../../../../hal/linux/boot-state/sector.ts';
import { anyState } from './any-state.ts';

const factory: BootState = { sequence: 0, last: 'A', trial: undefined, good: { A: true, B: false } };

describe('a sector', () => {
  it('says what docs/boot-state.md says', () => {
    const text = Buffer.from(encodeSector({ ...factory, sequence: 0x1f, trial: 'B' })).toString('latin1', 4);
    expect(text.replace(/\0+$/, '')).toBe('SEQ=1f\0LAST=A\0TRIAL=B\0SLOT_A=good\0SLOT_B=bad');
  });

  it('has the checksum that U-Boot expects: that of gzip, low byte first', () => {
    const sector = encodeSector(factory);
    const zipped = execFileSync('gzip', ['-c'], { input: sector.subarray(4) });
    // A gzip file ends in the CRC-32 and the length of what it holds.
    expect(Buffer.from(sector.subarray(0, 4))).toEqual(zipped.subarray(-8, -4));
  });

  it('reads back whatever state was written', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(decodeSector(encodeSector(state))).toEqual({ ok: true, value: state });
      }),
    );
  });

  it('is refused when any byte of it differs', () => {
    const byte = fc.integer({ min: 0, max: 511 });
    fc.assert(
      fc.property(anyState, byte, fc.integer({ min: 1, max: 255 }), (state, at, change) => {
        const sector = encodeSector(state);
        sector[at] = (sector[at] ?? 0) ^ change;
        expect(decodeSector(sector).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused when it is of another length, or anything at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(decodeSector(bytes).ok).toBe(false);
      }),
    );
  });

  it.each([
    ['a sequence that is no number', { SEQ: 'zz' }],
    ['a sequence beyond what U-Boot compares', { SEQ: (highestSequence + 1).toString(16) }],
    ['no last slot', { LAST: 'C' }],
    ['a trial of nothing known', { TRIAL: '' }],
    ['a slot that is neither good nor bad', { SLOT_B: 'fine' }],
  ])('is refused with a right checksum but %s', (_what, change) => {
    expect(decodeSector(sectorOf({ ...right, ...change })).ok).toBe(false);
  });

  it('passes over names that it does not know', () => {
    expect(decodeSector(sectorOf({ ...right, EXTRA: 'x' })).ok).toBe(true);
  });
});

const right = { SEQ: '1', LAST: 'A', TRIAL: '-', SLOT_A: 'good', SLOT_B: 'bad' };

function sectorOf(values: Readonly<Record<string, string>>): Uint8Array {
  const sector = Buffer.alloc(512);
  const text = Object.entries(values).map(([name, value]) => `${name}=${value}\0`);
  sector.write(text.join(''), 4, 'latin1');
  const zipped = execFileSync('gzip', ['-c'], { input: sector.subarray(4) });
  zipped.copy(sector, 0, zipped.length - 8, zipped.length - 4);
  return sector;
}
