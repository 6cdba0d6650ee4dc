// Fits the E-model's impairment values to scored calls; run by itself it prints what media/quality/impairment.ts holds.

import { listeningMos } from '../../../media/quality/e-model.ts';
import type { Impairments } from '../../../media/quality/impairment.ts';
import { drawConditions, fitSet } from './conditions.ts';
import { type MeasuredCall, measureCalls } from './measured-calls.ts';

/** Equipment impairment and robustness of each codec, then the weights and the two powers; where the search begins. */
const begin = [5, 14, 15, 40, 20, 23, 0.05, 0.1, 0.3, 0.3, 1];
const steps = 20_000;

function asImpairments(values: readonly number[]): Impairments {
  const at = (n: number, least: number): number => Math.max(least, values[n] ?? 0);
  const of = (n: number) => ({ equipment: at(2 * n, 0), robustness: at(2 * n + 1, 1) });
  return {
    // A-law and mu-law differ by less than the scores do.
    codecs: { opus: of(0), G722: of(1), PCMU: of(2), PCMA: of(2) },
    weights: { fec: at(6, 0), dred: at(7, 0), stretched: at(8, 0) },
    burstPower: at(9, 0),
    steepness: at(10, 0.3),
  };
}

export function meanSquare(calls: readonly MeasuredCall[], impairments: Impairments): number {
  const squares = calls.map(({ codec, sound, visqol }) => (listeningMos(codec, sound, impairments) - visqol) ** 2);
  return squares.reduce((sum, square) => sum + square, 0) / squares.length;
}

/** Nelder and Mead's search: no derivatives, and no dice. */
export function fitImpairments(calls: readonly MeasuredCall[]): Impairments {
  const error = (values: readonly number[]): number => meanSquare(calls, asImpairments(values));
  const corner = (values: readonly number[]) => ({ values, error: error(values) });
  let corners = [begin, ...begin.map((value, n) => begin.with(n, value * 1.5 + 0.5))].map(corner);
  const mix = (a: readonly number[], b: readonly number[], share: number): number[] =>
    a.map((value, n) => value + share * ((b[n] ?? 0) - value));
  for (let step = 0; step < steps; step++) {
    corners.sort((one, other) => one.error - other.error);
    const worst = corners.pop();
    const [best] = corners;
    if (!worst || !best) break;
    const middle = begin.map((_, n) => corners.reduce((sum, each) => sum + (each.values[n] ?? 0), 0) / corners.length);
    const reflected = corner(mix(middle, worst.values, -1));
    if (reflected.error < best.error) {
      const expanded = corner(mix(middle, worst.values, -2));
      corners.push(expanded.error < reflected.error ? expanded : reflected);
    } else if (reflected.error < (corners.at(-1)?.error ?? 0)) {
      corners.push(reflected);
    } else {
      const drawnIn = corner(mix(middle, worst.values, 0.5));
      if (drawnIn.error < worst.error) corners.push(drawnIn);
      else corners = [best, ...[...corners.slice(1), worst].map(({ values }) => corner(mix(best.values, values, 0.5)))];
    }
  }
  corners.sort((one, other) => one.error - other.error);
  return asImpairments(corners[0]?.values ?? begin);
}

if (import.meta.main) {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const calls = await measureCalls(drawConditions(fitSet), say);
  const impairments = fitImpairments(calls);
  process.stdout.write(`${JSON.stringify(impairments, undefined, 2)}\n`);
  process.stdout.write(`RMSE on the calls fitted: ${Math.sqrt(meanSquare(calls, impairments)).toFixed(3)}\n`);
}
