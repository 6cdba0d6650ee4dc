// Renews the phone's idea of now: each second while something counts, each minute otherwise, on the wall clock's own edges.

import type { Clock, Timer } from '../../hal/clock.ts';
import type { PhoneState } from '../phone.ts';

const secondMs = 1_000;
const minuteMs = 60_000;

export class TimeKeeper {
  readonly #clock: Clock;
  readonly #renew: () => void;
  #timer: Timer | undefined;
  #counting = false;

  constructor(clock: Clock, renew: () => void) {
    this.#clock = clock;
    this.#renew = renew;
    this.#schedule();
  }

  follow(state: PhoneState): void {
    const counting = countsSeconds(state);
    if (counting === this.#counting) return;
    this.#counting = counting;
    this.#schedule();
  }

  close(): void {
    this.#timer?.cancel();
  }

  #schedule(): void {
    this.#timer?.cancel();
    const periodMs = this.#counting ? secondMs : minuteMs;
    this.#timer = this.#clock.after(periodMs - (this.#clock.wallMs() % periodMs), () => {
      this.#schedule();
      this.#renew();
    });
  }
}

function countsSeconds({ calls, account, lock, reset, nowMs }: PhoneState): boolean {
  const isAhead = (atMs: number | undefined): boolean => atMs !== undefined && atMs > nowMs;
  return (
    calls.some(({ phase }) => phase !== 'ended') ||
    (account.status === 'signed-out' && isAhead(account.lockedUntilMs)) ||
    account.status === 'signing-in' ||
    (account.status === 'reconnecting' && isAhead(account.nextAttemptAtMs)) ||
    isAhead(lock.lockedOutUntilMs) ||
    isAhead(reset.lockedUntilMs)
  );
}
