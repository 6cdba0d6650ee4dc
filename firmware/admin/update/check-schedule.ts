// When the update server is asked: after the start, after a sign-in, and once each interval, spread so that no fleet asks at once.

import type { Clock, RandomSource, Timer } from '../../../hal/clock.ts';

const minuteMs = 60_000;
/** A whole building gets its power back in the same second. */
export const startSpreadMs = 5 * minuteMs;
export const signInSpreadMs = minuteMs;
/** Of the interval, both ways. */
const intervalSpread = 0.1;
/** After a question that got no answer; then the interval again. */
const retryAfterMs = [5 * minuteMs, 15 * minuteMs, 60 * minuteMs] as const;

export interface ScheduleOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly intervalMs: number;
  /** False: the server did not answer, and asking again soon may help. */
  readonly check: () => Promise<boolean>;
}

export class CheckSchedule {
  readonly #options: ScheduleOptions;
  #timer: Timer | undefined;
  #dueAtMs = Number.POSITIVE_INFINITY;
  #failures = 0;
  #checking = false;
  #closed = false;

  constructor(options: ScheduleOptions) {
    this.#options = options;
  }

  started(): void {
    this.#within(this.#share() * startSpreadMs);
  }

  signedIn(): void {
    this.#within(this.#share() * signInSpreadMs);
  }

  now(): void {
    this.#within(0);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  /** Earlier than what was planned, never later. */
  #within(delayMs: number): void {
    const { clock } = this.#options;
    const dueAtMs = clock.nowMs() + delayMs;
    if (this.#closed || this.#checking || dueAtMs >= this.#dueAtMs) return;
    this.#timer?.cancel();
    this.#dueAtMs = dueAtMs;
    this.#timer = clock.after(delayMs, () => void this.#check());
  }

  async #check(): Promise<void> {
    this.#checking = true;
    this.#dueAtMs = Number.POSITIVE_INFINITY;
    const answered = await this.#options.check();
    this.#checking = false;
    const retryMs = answered ? undefined : retryAfterMs[this.#failures];
    this.#failures = retryMs === undefined ? 0 : this.#failures + 1;
    const delayMs = retryMs ?? this.#options.intervalMs;
    this.#within(delayMs * (1 - intervalSpread + 2 * intervalSpread * this.#share()));
  }

  /** 0 to 1. */
  #share(): number {
    const bytes = this.#options.random.bytes(2);
    return ((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)) / 65_535;
  }
}
