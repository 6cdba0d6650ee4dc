// Makes waiting speech longer or shorter by whole pitch periods, where they are alike, or by anything within a pause.

import { speechRateHz } from '../codec/speech-codec.ts';
import { historySamples, type SampleStore } from './sample-store.ts';

const samplesPerMs = speechRateHz / 1_000;
/** 2.5 to 15 ms: 400 to 67 Hz. */
export const shortestPeriod = 2.5 * samplesPerMs;
export const longestPeriod = 15 * samplesPerMs;
/** The pitch is sought at 6 kHz first, which is plenty for its period, then around there at full rate. */
const stride = 8;
const coarseWindow = 10 * samplesPerMs;
const fineWindow = 5 * samplesPerMs;

/** How alike two neighbouring periods are, and what they are. */
export interface Period {
  samples: number;
  /** -1 to 1. */
  likeness: number;
}

export class SpeechStretcher {
  readonly #period: Period = { samples: 0, likeness: 0 };

  /**
   * Removes one period, at most `most` samples, from what waits; in a pause any number of them. Answers how many were
   * removed: 0 where there is too little to work with or the periods are less alike than `leastLikeness`.
   */
  shorten(store: SampleStore, most: number, isPause: boolean, leastLikeness: number): number {
    const limit = Math.min(most, longestPeriod, store.count >> 1);
    const removed = isPause ? limit : this.#choose(store, limit, leastLikeness, 1);
    if (removed <= 0) return 0;
    const { samples, from } = store;
    for (let n = 0; n < removed; n++) {
      const share = (n + 1) / (removed + 1);
      samples[from + n] = (samples[from + n] as number) * (1 - share) + (samples[from + removed + n] as number) * share;
    }
    samples.copyWithin(from + removed, from + 2 * removed, store.to);
    store.to -= removed;
    return removed;
  }

  /** Inserts one period, about `most` samples at most where a pause allows it to be chosen. Answers how many. */
  lengthen(store: SampleStore, most: number, isPause: boolean, leastLikeness: number): number {
    const limit = Math.min(longestPeriod, store.count);
    const added = isPause ? Math.min(most, limit) : this.#choose(store, limit, leastLikeness, -1);
    if (added <= 0 || !store.makeRoom(added)) return 0;
    const { samples, from } = store;
    samples.copyWithin(from + added, from, store.to);
    // From what follows anyway over to what was played a period ago, which leads into what follows once more.
    for (let n = 0; n < added; n++) {
      const share = (n + 1) / (added + 1);
      samples[from + n] =
        (samples[from + added + n] as number) * (1 - share) + (samples[from - added + n] as number) * share;
    }
    store.to += added;
    return added;
  }

  #choose(store: SampleStore, limit: number, leastLikeness: number, direction: 1 | -1): number {
    if (limit < shortestPeriod) return 0;
    const { samples, likeness } = this.#find(store, limit, direction);
    return likeness >= leastLikeness ? samples : 0;
  }

  /** The lag, up to `limit`, at which what waits is most like what comes after it (1) or before it (-1). */
  #find(store: SampleStore, limit: number, direction: 1 | -1): Period {
    const { samples, from } = store;
    const period = this.#period;
    const reach = direction === 1 ? Math.max(0, store.count - limit) : store.count;
    const window = Math.min(coarseWindow, reach);
    period.samples = 0;
    period.likeness = -1;
    if (window < shortestPeriod) return period;
    for (let lag = shortestPeriod; lag <= limit; lag += stride / 2)
      keepBest(period, lag, alike(samples, from, from + direction * lag, window, stride));
    const around = period.samples;
    if (around === 0) return period;
    const fine = Math.min(fineWindow, window);
    period.likeness = -1;
    const least = Math.max(shortestPeriod, around - stride / 2);
    const most = Math.min(limit, around + stride / 2, historySamples);
    for (let lag = least; lag <= most; lag++)
      keepBest(period, lag, alike(samples, from, from + direction * lag, fine, 2));
    return period;
  }
}

function keepBest(period: Period, lag: number, likeness: number): void {
  if (likeness <= period.likeness) return;
  period.samples = lag;
  period.likeness = likeness;
}

/** Normalised correlation over every `step`th sample. */
function alike(samples: Int16Array, a: number, b: number, window: number, step: number): number {
  let product = 0;
  let energyA = 1;
  let energyB = 1;
  for (let n = 0; n < window; n += step) {
    const x = samples[a + n] as number;
    const y = samples[b + n] as number;
    product += x * y;
    energyA += x * x;
    energyB += y * y;
  }
  return product / Math.sqrt(energyA * energyB);
}
