// The provisional E-model and the level meter against known figures.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecNames } from '../../../../media/codec/index.ts';
import { FrameFigures } from '../../../../media/frame-figures.ts';
import { delayImpairment, mosOf, ratingOf } from '../../../../media/quality/e-model.ts';
import { type HeardSound, heardSound, undisturbed } from '../../../../media/quality/heard-sound.ts';
import { LevelMeter, silenceDbfs } from '../../../../media/quality/level-meter.ts';
import type { CodecName } from '../../../../media/session.ts';
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

  it('rates an undisturbed call by what its codec can carry', () => {
    const of = (codec: CodecName): number => mosOf(ratingOf(codec, undisturbed, 50));
    expect(of('opus')).toBeGreaterThan(4.4);
    expect(of('opus')).toBeGreaterThan(of('G722'));
    expect(of('G722')).toBeGreaterThan(of('PCMU'));
    expect(of('PCMU')).toBe(of('PCMA'));
    // Narrowband on the wideband scale: about where G.107.1 puts it (R 93.2 of 129).
    expect(of('PCMU')).toBeGreaterThan(3.6);
    expect(of('PCMU')).toBeLessThan(4.2);
  });

  it('falls with every kind of harm and with delay, and stays between 1 and 4.5', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const sound = fc.record({
      ...{ concealed: share, fec: share, dred: share, stretched: share },
      missingInRow: fc.double({ min: 1, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...codecNames),
        sound,
        fc.double({ min: 0, max: 2_000, noNaN: true }),
        (codec, heard, delayMs) => {
          const mos = mosOf(ratingOf(codec, heard, delayMs));
          expect(mos).toBeGreaterThanOrEqual(1);
          expect(mos).toBeLessThanOrEqual(4.5);
          const worse = {
            ...heard,
            concealed: Math.min(1, heard.concealed + 0.05),
            missingInRow: heard.missingInRow + 1,
          };
          expect(ratingOf(codec, worse, delayMs)).toBeLessThanOrEqual(ratingOf(codec, heard, delayMs));
          expect(ratingOf(codec, heard, delayMs + 100)).toBeLessThanOrEqual(ratingOf(codec, heard, delayMs));
        },
      ),
    );
  });

  it('holds loss in bursts to be worse than as much loss alone, and DRED to be better than a gap', () => {
    const of = (change: Partial<HeardSound>): number => ratingOf('opus', { ...undisturbed, ...change });
    expect(of({ concealed: 0.05, missingInRow: 4 })).toBeLessThan(of({ concealed: 0.05 }));
    expect(of({ dred: 0.1 })).toBeGreaterThan(of({ concealed: 0.1 }));
    expect(of({ fec: 0.1 })).toBeGreaterThanOrEqual(of({ dred: 0.1 }));
  });

  it('stays on its scale for ratings off theirs', () => {
    expect(mosOf(-5)).toBe(1);
    expect(mosOf(200)).toBe(4.5);
  });
});

describe('what was heard', () => {
  it('is counted since the totals before', () => {
    const before = {
      ...{ playedSamples: 1_000, concealedSamples: 100, recoveredByFecSamples: 0 },
      ...{ recoveredByDredSamples: 50, stretchedSamples: 10 },
    };
    const now = {
      ...{ playedSamples: 2_000, concealedSamples: 150, recoveredByFecSamples: 100 },
      ...{ recoveredByDredSamples: 50, stretchedSamples: 30 },
    };
    expect(heardSound(now, before, 2.5)).toEqual({
      concealed: 0.05,
      fec: 0.1,
      dred: 0,
      stretched: 0.02,
      missingInRow: 2.5,
    });
    expect(heardSound(now, now, undefined)).toEqual(undisturbed);
  });
});

describe('the level meter', () => {
  it('knows a sine, silence and clipping', () => {
    const meter = new LevelMeter();
    const figures = new FrameFigures();
    expect(meter.take()).toEqual({ levelDbfs: silenceDbfs, clippedShare: 0 });
    meter.observe(figures.measure(sine(48_000, 1_000, 16_384)));
    expect(meter.take().levelDbfs).toBeCloseTo(-9.03, 1);
    meter.observe(figures.measure(new Int16Array(960)));
    expect(meter.take().levelDbfs).toBe(silenceDbfs);
    meter.observe(figures.measure(new Int16Array(960).map((_, n) => (n < 96 ? -32_768 : 0))));
    expect(meter.take().clippedShare).toBeCloseTo(0.1);
  });
});
