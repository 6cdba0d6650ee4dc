// Turns the kernel's times of events (CLOCK_MONOTONIC) into times of the board's clock that never go back.

import type { Clock } from '../../clock.ts';

export class KernelTime {
  readonly #clock: Clock;
  readonly #offsetMs: number;
  #latestMs = Number.NEGATIVE_INFINITY;

  /** `monotonicMs` is what the kernel's clock says now. */
  constructor(clock: Clock, monotonicMs: number = Number(process.hrtime.bigint() / 1000n) / 1000) {
    this.#clock = clock;
    this.#offsetMs = clock.nowMs() - monotonicMs;
  }

  /** An event cannot lie in the future, whatever a device says. */
  toClockMs(kernelMs: number): number {
    const told = kernelMs + this.#offsetMs;
    this.#latestMs = Math.max(this.#latestMs, Math.min(Number.isFinite(told) ? told : 0, this.#clock.nowMs()));
    return this.#latestMs;
  }
}
