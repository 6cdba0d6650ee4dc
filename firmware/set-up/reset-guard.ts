// Who may make the phone forget everything: five wrong PINs of the administrator close the way for 5 minutes.

import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../hal/clock.ts';
import type { FactoryReset } from '../../hal/machine/factory-reset.ts';
import type { Policy } from '../config/index.ts';
import type { ResetState } from '../phone.ts';
import type { LogSink } from '../store/index.ts';

const mostWrongPins = 5;
const lockOutMs = 5 * 60_000;

export interface ResetGuardOptions {
  readonly clock: Clock;
  readonly factoryReset: FactoryReset;
  readonly policy: Policy;
  readonly log: LogSink;
  readonly onChange: () => void;
}

export class ResetGuard {
  readonly #options: ResetGuardOptions;
  #wrongPins = 0;
  #lockedUntilMs: number | undefined;
  #begun = false;

  constructor(options: ResetGuardOptions) {
    this.#options = options;
  }

  get state(): ResetState {
    const { factoryReset, policy } = this.#options;
    const nobody = !factoryReset.isPossible || (policy.factoryReset === 'administrator' && !policy.administratorPin);
    return {
      who: nobody ? 'nobody' : policy.factoryReset,
      wrongPins: this.#wrongPins,
      lockedUntilMs: this.#lockedUntilMs,
      begun: this.#begun,
    };
  }

  reset(pin: string | undefined): void {
    const { who } = this.state;
    if (who === 'nobody' || this.#begun || this.#lockedUntilMs !== undefined) return;
    if (who === 'administrator' && !this.#isRight(pin ?? '')) this.#wrong();
    else this.#begin('at the wish of the person at the phone');
  }

  /** Whoever holds the phone in their hands when it starts needs no PIN, unless the policy lets nobody. */
  byKeys(): boolean {
    if (!this.#options.factoryReset.isPossible || this.#options.policy.factoryReset === 'nobody') return false;
    this.#begin('by keys held at power-on');
    return true;
  }

  #begin(why: string): void {
    const { log, onChange, factoryReset, clock } = this.#options;
    log('warning', `The phone forgets everything, ${why}.`);
    this.#begun = true;
    onChange();
    // The screen says so first.
    clock.after(1_500, () => factoryReset.reset());
  }

  #isRight(pin: string): boolean {
    const [given, kept] = [Buffer.from(pin), Buffer.from(this.#options.policy.administratorPin ?? '')];
    return given.length === kept.length && timingSafeEqual(given, kept);
  }

  #wrong(): void {
    const { clock, onChange } = this.#options;
    this.#wrongPins++;
    if (this.#wrongPins >= mostWrongPins) {
      this.#lockedUntilMs = clock.wallMs() + lockOutMs;
      clock.after(lockOutMs, () => {
        this.#wrongPins = 0;
        this.#lockedUntilMs = undefined;
        onChange();
      });
    }
    onChange();
  }
}
