// The provisional E-model and the level meter against known figures.

import { describe, expect, it } from 'vitest';
import { delayImpairment, mosOf, ratingOf } from '../../../../media/quality/e-model.ts';
import { LevelMeter, silenceDbfs } from '../../../../media/quality/level-meter.ts';
import { sine } from '../rig/speech.ts';

describe('the E-model', () => {
  // Computed from G.107 (2015), equation 7-28 with default values.
  it.each([
    [50, 0],
    [100, 0],
    [200, 3],
    [265, 10.7],
    [340, 18.9],
    [414, 25.1],
  ])('takes for a delay of %i ms the impairment %d', (delayMs, impairment) => {
    expect(delayImpairment(delayMs)).toBeCloseTo(impairment, 0);
  });

  it('gives the best narrowband connection a MOS of 4.41', () => {
    expect(mosOf(ratingOf('PCMU', 0, 50))).toBeCloseTo(4.41, 2);
  });

  it('falls with loss and with delay, and stays between 1 and 4.5', () => {
    let before = 5;
    for (const loss of [0, 0.01, 0.05, 0.1, 0.3, 1]) {
      const mos = mosOf(ratingOf('opus', loss, 80));
      expect(mos).toBeLessThan(before);
      expect(mos).toBeGreaterThanOrEqual(1);
      before = mos;
    }
    expect(mosOf(ratingOf('opus', 0, 400))).toBeLessThan(mosOf(ratingOf('opus', 0, 200)));
    expect(mosOf(-5)).toBe(1);
    expect(mosOf(200)).toBe(4.5);
  });
});

describe('the level meter', () => {
  it('knows a sine, silence and clipping', () => {
    const meter = new LevelMeter();
    expect(meter.take()).toEqual({ levelDbfs: silenceDbfs, clippedShare: 0 });
    meter.observe(sine(48_000, 1_000, 16_384));
    expect(meter.take().levelDbfs).toBeCloseTo(-9.03, 1);
    meter.observe(new Int16Array(960));
    expect(meter.take().levelDbfs).toBe(silenceDbfs);
    meter.observe(new Int16Array(960).map((_, n) => (n < 96 ? -32_768 : 0)));
    expect(meter.take().clippedShare).toBeCloseTo(0.1);
  });
});
