// Any samples, in periods of any lengths, through any settings switched at any time: always an answer, never a fault.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { halAddon } from '../../hal/native/addon.ts';

const settings = fc.record({ echo: fc.boolean(), noise: fc.boolean(), gain: fc.boolean(), highPass: fc.boolean() });
const sample = fc.oneof(fc.constantFrom(0, 1, -1, 32_767, -32_768), fc.integer({ min: -32_768, max: 32_767 }));
const step = fc.record({
  far: fc.array(sample, { minLength: 1, maxLength: 16 }),
  near: fc.array(sample, { minLength: 1, maxLength: 16 }),
  period: fc.integer({ min: 0, max: 2_000 }),
  periods: fc.integer({ min: 1, max: 40 }),
  delayMs: fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }),
  change: fc.option(settings, { nil: undefined }),
});

/** The pattern again and again. */
function repeated(pattern: readonly number[], length: number): Int16Array {
  return Int16Array.from({ length }, (_, at) => pattern[at % pattern.length] ?? 0);
}

it('survives whatever a driver can hand in', () => {
  fc.assert(
    fc.property(settings, fc.array(step, { minLength: 1, maxLength: 8 }), (first, steps) => {
      const processor = new (halAddon().VoiceProcessor)(first);
      for (const { far, near, period, periods, delayMs, change } of steps) {
        processor.setDelayMs(delayMs);
        if (change) processor.change(change);
        const [played, heard, out] = [repeated(far, period), repeated(near, period), new Int16Array(period)];
        for (let count = 0; count < periods; count++) processor.process(played, heard, out);
      }
      const statistics = processor.statistics();
      expect(statistics.faulted).toBe(false);
      expect(statistics.framingDelaySamples).toBeLessThan(480);
      for (const value of Object.values(statistics))
        if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
      processor.close();
      expect(() => processor.process(new Int16Array(1), new Int16Array(1), new Int16Array(1))).toThrow('closed');
    }),
    { numRuns: 40 },
  );
});
