// A watchdog that tells its owner instead of restarting a board.

import type { Clock, Timer } from '../clock.ts';
import type { Watchdog } from '../watchdog.ts';

export class SimWatchdog implements Watchdog {
  readonly #clock: Clock;
  readonly #restart: () => void;
  #timeoutMs: number | undefined;
  #timer: Timer | undefined;

  /** `restart` is called where a real board would lose power for a moment. */
  constructor(clock: Clock, restart: () => void) {
    this.#clock = clock;
    this.#restart = restart;
  }

  arm(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    this.feed();
  }

  feed(): void {
    this.#timer?.cancel();
    if (this.#timeoutMs === undefined) return;
    this.#timer = this.#clock.after(this.#timeoutMs, () => {
      this.disarm();
      this.#restart();
    });
  }

  disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timeoutMs = undefined;
  }
}
