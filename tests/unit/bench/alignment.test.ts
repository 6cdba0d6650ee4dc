// The fidelity of a test call: the same words score 1 wherever they lie, other words and noise do not.

import { expect, it } from 'vitest';
import { alignedCorrelation } from '../../../bench/claims/test-call/alignment.ts';

/** Sound without a period, the same for the same seed. */
function murmur(length: number, seed: number): Int16Array {
  let state = seed;
  let level = 0;
  return Int16Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    level = 0.95 * level + ((state % 2000) - 1000) * 0.3;
    return level;
  });
}

const spoken = murmur(96_000, 7);

it('is 1 for the same sound, later and softer', () => {
  const heard = spoken.subarray(30_011, 78_011).map((sample) => sample * 0.5);
  expect(alignedCorrelation(heard, spoken)).toBeGreaterThan(0.99);
});

it('forgives no delay that changes in the middle, be it by 20 ms', () => {
  const heard = new Int16Array(48_000);
  heard.set(spoken.subarray(20_000, 44_000));
  heard.set(spoken.subarray(44_960, 68_960), 24_000);
  expect(alignedCorrelation(heard, spoken)).toBeLessThan(0.8);
});

it('is low for other words, and 0 for silence', () => {
  expect(alignedCorrelation(murmur(48_000, 99), spoken)).toBeLessThan(0.3);
  expect(alignedCorrelation(new Int16Array(48_000), spoken)).toBe(0);
});
