// Counts what the Statistics Summary block tells of one source, from one report to the next.

import type { SummaryReport } from './xr-summary.ts';

/** 20 s of 20 ms packets: more than lies between two reports. What comes beyond begins a new count. */
const mostPackets = 1_000;
/** Older than this is no late packet but another time line. */
const mostBehind = 100;

export class SummaryWindow {
  /** How often each packet from `#begin` on has come. */
  readonly #times = new Uint8Array(mostPackets);
  #begin: number | undefined;
  /** Packet places from `#begin` to the newest, holes included. */
  #span = 0;
  #count = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = 0;
  #sum = 0;
  #squares = 0;

  observe(sequence: number): void {
    const ahead = ((sequence - (this.#begin ?? sequence)) << 16) >> 16;
    // It belongs to what has been told already.
    if (ahead < 0 && ahead > -mostBehind) return;
    if (this.#begin === undefined || ahead < 0 || ahead >= mostPackets) {
      this.#restart(sequence);
      this.observe(sequence);
      return;
    }
    this.#span = Math.max(this.#span, ahead + 1);
    this.#times[ahead] = Math.min(255, (this.#times[ahead] as number) + 1);
  }

  /** How much longer or shorter a packet's way was than that of the one before, without its sign. */
  observeJitter(ticks: number): void {
    this.#count++;
    this.#least = Math.min(this.#least, ticks);
    this.#most = Math.max(this.#most, ticks);
    this.#sum += ticks;
    this.#squares += ticks * ticks;
  }

  /** What came since this was last asked; undefined where nothing did. */
  take(ssrc: number): SummaryReport | undefined {
    const begin = this.#begin;
    if (begin === undefined || this.#span === 0) return undefined;
    const times = this.#times.subarray(0, this.#span);
    const endSequence = (begin + this.#span) & 0xffff;
    const mean = this.#count === 0 ? 0 : this.#sum / this.#count;
    const report: SummaryReport = {
      kind: 'summary',
      ssrc,
      beginSequence: begin,
      endSequence,
      lost: times.reduce((lost, came) => lost + (came === 0 ? 1 : 0), 0),
      duplicates: times.reduce((copies, came) => copies + Math.max(0, came - 1), 0),
      jitter:
        this.#count === 0
          ? undefined
          : {
              least: Math.round(this.#least),
              most: Math.round(this.#most),
              mean: Math.round(mean),
              deviation: Math.round(Math.sqrt(Math.max(0, this.#squares / this.#count - mean * mean))),
            },
    };
    this.#restart(endSequence);
    return report;
  }

  #restart(begin: number): void {
    this.#begin = begin;
    this.#times.fill(0);
    this.#span = 0;
    this.#count = 0;
    this.#least = Number.POSITIVE_INFINITY;
    this.#most = 0;
    this.#sum = 0;
    this.#squares = 0;
  }
}
