// The figures of measured calls, and their medians and spreads over seeds.

import type { Result } from '../../../hal/result.ts';

/** Undefined where an engine does not tell; NaN is never in here. */
export interface Figures {
  readonly delayP50Ms: number;
  readonly delayP95Ms: number;
  readonly concealedShare: number | undefined;
  readonly stretchedShare: number | undefined;
  /** Mean log-spectral distance over all speech. */
  readonly distanceDb: number;
  /** The same over the frames that lost packets touched; absent where nothing was lost. */
  readonly lossDistanceDb: number | undefined;
  readonly correlationP50: number;
  readonly correlationP10: number;
  /** ViSQOL's MOS-LQO. */
  readonly visqol: number;
  readonly stoi: number;
  readonly cpuSecondsPerMinute: number;
  readonly memoryMb: number;
  readonly payloadBps: number;
}

export type FigureName = keyof Figures;

export interface MeasuredCall {
  readonly engine: string;
  readonly case: string;
  readonly seed: number;
  /** An error says why there was no call, or nothing to score. */
  readonly outcome: Result<Figures>;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Summary {
  readonly engine: string;
  readonly case: string;
  readonly seeds: number;
  /** One reason for each call that failed. */
  readonly failures: readonly string[];
  readonly figures: Readonly<Partial<Record<FigureName, Spread>>>;
}

/** One for each engine and case, in the order in which they first appear. */
export function summarise(calls: readonly MeasuredCall[]): readonly Summary[] {
  return groupsOf(calls, (call) => `${call.case}\n${call.engine}`).flatMap(([, group]) => {
    const [first] = group;
    if (!first) return [];
    const outcomes = group.map(({ outcome }) => outcome);
    return {
      engine: first.engine,
      case: first.case,
      seeds: group.length,
      failures: outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error])),
      figures: spreadsOf(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []))),
    };
  });
}

function spreadsOf(outcomes: readonly Figures[]): Partial<Record<FigureName, Spread>> {
  const [first] = outcomes;
  if (!first) return {};
  const spreads: Partial<Record<FigureName, Spread>> = {};
  for (const name of Object.keys(first) as FigureName[]) {
    const values = outcomes.map((outcome) => outcome[name]).filter((value) => value !== undefined);
    const spread = spreadOf(values);
    if (spread) spreads[name] = spread;
  }
  return spreads;
}

export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return undefined;
  const [below, above] = [sorted[(sorted.length - 1) >> 1] ?? least, sorted[sorted.length >> 1] ?? most];
  return { median: (below + above) / 2, least, most };
}

/** In the order in which the keys first appear. */
export function groupsOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups];
}
