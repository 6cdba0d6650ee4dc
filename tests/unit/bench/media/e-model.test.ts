// The fit of the E-model finds values that it was not told, and what it is held against was not part of it.

import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../../bench/claims/media/e-model.ts';
import { callsInSet, drawConditions, fitSet, heldOutSet } from '../../../../bench/media/e-model/conditions.ts';
import { fitImpairments, meanSquare } from '../../../../bench/media/e-model/fit.ts';
import type { MeasuredCall } from '../../../../bench/media/e-model/measured-calls.ts';
import { listeningMos } from '../../../../media/quality/e-model.ts';
import { measuredImpairments } from '../../../../media/quality/impairment.ts';

/** Calls whose score is what an E-model with known values says. */
function callsBy(impairments: typeof measuredImpairments): readonly MeasuredCall[] {
  return Array.from({ length: 60 }, (_, n): MeasuredCall => {
    const codec = (['opus', 'G722', 'PCMU'] as const)[n % 3] ?? 'opus';
    const sound = {
      ...{ concealed: (n % 10) * 0.02, fec: (n % 7) * 0.01, dred: (n % 5) * 0.04, stretched: 0 },
      missingInRow: 1 + (n % 4),
    };
    return { codec, sound, visqol: listeningMos(codec, sound, impairments) };
  });
}

describe('the calls', () => {
  it('are the same each time, as many as they say, and of different talkers, dice and networks', () => {
    const [fitted, held] = [drawConditions(fitSet), drawConditions(heldOutSet)];
    expect(drawConditions(fitSet)).toEqual(fitted);
    expect([fitted.length, held.length]).toEqual([callsInSet, callsInSet]);
    const talkers = new Set(fitted.map(({ speech }) => speech));
    expect(held.filter(({ speech }) => talkers.has(speech))).toEqual([]);
    const seeds = new Set(fitted.map(({ seed }) => seed));
    expect(held.filter(({ seed }) => seeds.has(seed))).toEqual([]);
    expect(held.map(({ network }) => network)).not.toEqual(fitted.map(({ network }) => network));
    for (const set of [fitted, held]) {
      expect(new Set(set.map(({ codec }) => codec))).toEqual(new Set(['opus', 'G722', 'PCMU']));
      expect(set.every(({ network }) => network.lossShare > 0)).toBe(true);
    }
  });
});

describe('the fit', () => {
  it('finds values with which scores made by others come out', () => {
    const others = {
      ...measuredImpairments,
      codecs: {
        ...measuredImpairments.codecs,
        opus: { equipment: 4, robustness: 20 },
        G722: { equipment: 12, robustness: 30 },
      },
      weights: { fec: 0.1, dred: 0.2, stretched: 0 },
      burstPower: 0.5,
    };
    const calls = callsBy(others);
    expect(meanSquare(calls, measuredImpairments)).toBeGreaterThan(0.01);
    expect(meanSquare(calls, fitImpairments(calls))).toBeLessThan(0.0005);
  });
});

describe('the agreement', () => {
  it('is whole where estimate and score are the same, and none where they have nothing to do with each other', () => {
    const same = callsBy(measuredImpairments);
    expect(agreementOf(same).correlation).toBeCloseTo(1, 9);
    expect(agreementOf(same).rmse).toBeCloseTo(0, 9);
    const upsideDown = same.map((call) => ({ ...call, visqol: 5 - call.visqol }));
    expect(agreementOf(upsideDown).correlation).toBeCloseTo(-1, 9);
    expect(agreementOf(upsideDown).rmse).toBeGreaterThan(1);
  });
});
