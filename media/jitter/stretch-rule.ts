// When time is stretched, and how boldly: unheard where it can wait, at once where speech would be lost otherwise.

import { speechRateHz } from '../codec/speech-codec.ts';
import type { SampleStore } from './sample-store.ts';
import { SpeechStretcher, shortestPeriod } from './speech-stretcher.ts';

const samplesPerMs = speechRateHz / 1_000;
/** So little is only changed in a pause, where any number of samples may be. */
const negligibleMs = 2.5;
const leastInPauseMs = 0.5;
/**
 * Less is given back in pauses alone. So far off, periods need to be less alike as well: a delay that is heard is worse
 * than a stretch that nearly is not.
 */
const urgentMs = 60;
const overdueMs = 150;
const likeness = { patient: 0.9, urgent: 0.75, overdue: 0.5 };
/** Between two periods taken out of one word: more often is heard as haste. */
const restMs = { patient: 80, urgent: 40, overdue: 20 };

export class StretchRule {
  readonly #stretcher = new SpeechStretcher();
  #restedMs = 0;

  /** Samples to remove (positive) or to insert (negative), 0 for none. */
  wanted(excessMs: number, isPause: boolean): number {
    const least = isPause ? leastInPauseMs : negligibleMs;
    return Math.abs(excessMs) < least ? 0 : Math.round(excessMs * samplesPerMs);
  }

  /** At most one period; `needed` samples must be left. Answers how many were inserted or removed. */
  apply(store: SampleStore, wanted: number, needed: number, isPause: boolean, excessMs: number): number {
    const off = Math.abs(excessMs);
    const urgency = off > overdueMs ? 'overdue' : off > urgentMs ? 'urgent' : 'patient';
    this.#restedMs += needed / samplesPerMs;
    // What is missing is missed by the next late packet; what is too much can wait.
    if (wanted < 0) return this.#stretcher.lengthen(store, -wanted, isPause, likeness[urgency]);
    if (!isPause && (urgency === 'patient' || this.#restedMs < restMs[urgency])) return 0;
    const most = Math.min(wanted, store.count - needed);
    if (!isPause && most < shortestPeriod) return 0;
    const removed = this.#stretcher.shorten(store, most, isPause, likeness[urgency]);
    if (removed > 0) this.#restedMs = 0;
    return removed;
  }
}
