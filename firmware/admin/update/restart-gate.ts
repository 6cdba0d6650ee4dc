// Holds a restart back until the phone is free, then counts down before everybody's eyes, and waits again if it is not.

import type { Clock, Timer } from '../../../hal/clock.ts';

/** Long enough to read what happens and to lift the handset. */
export const countDownMs = 10_000;
const stepMs = 500;
/** A state may change without anybody telling: nobody waits for longer than this. */
const lookAgainMs = 60_000;

export interface RestartGateOptions {
  readonly clock: Clock;
  /** 0: the phone is free; else when to look again. */
  readonly waitMs: () => number;
  /** How far the count-down is, 0 to 1; undefined: it waits. */
  readonly counting: (share: number | undefined) => void;
  /** Called once. */
  readonly pass: () => void;
}

export class RestartGate {
  readonly #options: RestartGateOptions;
  #allowed: (() => boolean) | undefined;
  #timer: Timer | undefined;
  #startedAtMs: number | undefined;

  constructor(options: RestartGateOptions) {
    this.#options = options;
  }

  /** `allowed` says whether anything else stands in the way. */
  open(allowed: () => boolean = () => true): void {
    this.#allowed = allowed;
    this.look();
  }

  close(): void {
    this.#allowed = undefined;
    this.#timer?.cancel();
  }

  /** To be called whenever the phone may have become free, or busy. */
  look(): void {
    const { clock, waitMs, counting, pass } = this.#options;
    if (!this.#allowed) return;
    const delayMs = this.#allowed() ? waitMs() : lookAgainMs;
    const nowMs = clock.nowMs();
    if (delayMs > 0) {
      if (this.#startedAtMs !== undefined) counting(undefined);
      this.#startedAtMs = undefined;
      this.#again(Math.min(delayMs, lookAgainMs));
      return;
    }
    this.#startedAtMs ??= nowMs;
    const steps = Math.floor((nowMs - this.#startedAtMs) / stepMs);
    const share = Math.min(1, (steps * stepMs) / countDownMs);
    counting(share);
    // Whoever heard of it may have looked again, and passed.
    if (!this.#allowed) return;
    if (share < 1) {
      this.#again(stepMs);
      return;
    }
    this.close();
    pass();
  }

  #again(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(delayMs, () => this.look());
  }
}
