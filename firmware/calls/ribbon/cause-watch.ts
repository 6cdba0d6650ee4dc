// Believes a cause once it has lasted, by the mean of a few seconds, and forgets it when every second of a while was better.

import { Hysteresis } from './hysteresis.ts';

/** A second of nothing but loss must not count for more than several of a little. */
const strongest = 6;

export class CauseWatch {
  readonly #hysteresis: Hysteresis;
  readonly #meanOverSeconds: number;
  readonly #recent: number[] = [];

  /** `meanOverSeconds` beyond 1 for what comes in lumps, such as loss: one second alone says little of the next. */
  constructor(raiseAfterMs: number, clearAfterMs: number, meanOverSeconds: number) {
    this.#meanOverSeconds = meanOverSeconds;
    this.#hysteresis = new Hysteresis(raiseAfterMs, clearAfterMs);
  }

  get raised(): boolean {
    return this.#hysteresis.raised;
  }

  /** Once a second; `strength` above 1 is beyond the cause's step. */
  update(strength: number, atMs: number): void {
    this.#recent.push(Math.min(strength, strongest));
    if (this.#recent.length > this.#meanOverSeconds) this.#recent.shift();
    const mean = this.#recent.reduce((sum, value) => sum + value, 0) / this.#recent.length;
    this.#hysteresis.update(this.raised ? strength > 1 : mean > 1, atMs);
  }
}
