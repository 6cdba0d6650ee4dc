// Watches that the far end of a call is still there (RFC 4028): refreshes in time, or notices that no refresh came.

import type { Clock, Timer } from '../../../../hal/clock.ts';
import type { TimerAgreement } from './session-expires.ts';

export interface SessionTimerEvents {
  onRefreshDue(): void;
  onExpired(): void;
}

export class SessionTimer {
  readonly #clock: Clock;
  readonly #events: SessionTimerEvents;
  #refresh: Timer | undefined;
  #expiry: Timer | undefined;
  #agreement: TimerAgreement | undefined;

  constructor(clock: Clock, events: SessionTimerEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  get agreement(): TimerAgreement | undefined {
    return this.#agreement;
  }

  /** After each accepted request that refreshes; undefined: nothing is watched from here on. */
  restart(agreement: TimerAgreement | undefined): void {
    this.stop();
    this.#agreement = agreement;
    if (!agreement) return;
    const { seconds, weRefresh } = agreement;
    if (weRefresh) this.#refresh = this.#clock.after((seconds * 1000) / 2, () => this.#events.onRefreshDue());
    // RFC 4028 section 10: who waits gives up a little before the end, so that BYE still finds the proxies' state.
    const marginSeconds = weRefresh ? 0 : Math.min(32, seconds / 3);
    this.#expiry = this.#clock.after((seconds - marginSeconds) * 1000, () => this.#events.onExpired());
  }

  stop(): void {
    this.#refresh?.cancel();
    this.#expiry?.cancel();
  }
}
