// Locks the phone when nobody has touched it for a while, and opens it for the PIN; five wrong ones close it for 5 minutes.

import * as z from 'zod';
import type { Clock, RandomSource } from '../../hal/clock.ts';
import { type Policy, validate } from '../config/index.ts';
import type { PhoneState } from '../phone.ts';
import type { LogSink, Store } from '../store/index.ts';
import { hashPin, isPin, type PinHash, pinHashSchema } from './pin-hash.ts';

const maximumWrongPins = 5;
const lockOutMs = 5 * 60_000;
const storeName = 'lock';
const storedSchema = z.object({
  pin: pinHashSchema,
  wrongPins: z.int().min(0),
  lockedOutUntilMs: z.number().optional(),
});

export interface LockOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly store: Store;
  readonly policy: Policy;
  /** While this is true, such as in a call, the phone does not lock by itself. */
  readonly busy: () => boolean;
  readonly log: LogSink;
  readonly onChange: () => void;
}

export class Lock {
  readonly #options: LockOptions;
  #pin: PinHash | undefined;
  #locked = false;
  #wrongPins = 0;
  #lockedOutUntilMs: number | undefined;
  #checking = false;
  #touchedAtMs: number;

  constructor(options: LockOptions) {
    this.#options = options;
    this.#touchedAtMs = options.clock.nowMs();
    this.#load();
    if (options.policy.phoneLockTimeout > 0) this.#watch(options.policy.phoneLockTimeout);
  }

  get state(): PhoneState['lock'] {
    return {
      locked: this.#locked,
      hasPin: this.#pin !== undefined,
      wrongPins: this.#wrongPins,
      lockedOutUntilMs: this.#lockedOutUntilMs,
    };
  }

  /** Monotonic time of the last sign of a person. */
  get touchedAtMs(): number {
    return this.#touchedAtMs;
  }

  touch(): void {
    this.#touchedAtMs = this.#options.clock.nowMs();
  }

  /** Without a PIN there would be no way back in. */
  lock(): void {
    if (!this.#pin || this.#locked) return;
    this.#locked = true;
    this.#options.onChange();
  }

  async unlock(pin: string): Promise<void> {
    const kept = this.#pin;
    if (!this.#locked || !kept || this.#checking || this.#lockedOut()) return;
    this.#checking = true;
    const right = await isPin(pin, kept);
    this.#checking = false;
    // Signed out meanwhile, or another PIN set: this answer belongs to nobody.
    if (this.#pin !== kept) return;
    if (right) {
      this.#locked = false;
      this.#wrongPins = 0;
      this.touch();
    } else {
      this.#wrongPins++;
      if (this.#wrongPins >= maximumWrongPins) this.#lockOut();
    }
    this.#save();
    this.#options.onChange();
  }

  async setPin(pin: string): Promise<void> {
    const { policy, random, log, onChange } = this.#options;
    if (this.#locked) return;
    if (!/^\d+$/.test(pin) || pin.length < policy.minPhonePinLength || pin.length > 32) {
      log('info', `The lock PIN was not taken: it needs at least ${policy.minPhonePinLength} digits.`);
      return;
    }
    this.#pin = await hashPin(pin, random);
    this.#wrongPins = 0;
    this.#lockedOutUntilMs = undefined;
    this.#save();
    onChange();
  }

  /** At sign-out: the next person has another PIN. */
  forget(): void {
    this.#pin = undefined;
    this.#locked = false;
    this.#wrongPins = 0;
    this.#lockedOutUntilMs = undefined;
    this.#options.store.remove(storeName);
    this.#options.onChange();
  }

  #lockedOut(): boolean {
    return this.#lockedOutUntilMs !== undefined && this.#options.clock.wallMs() < this.#lockedOutUntilMs;
  }

  #lockOut(): void {
    const { clock } = this.#options;
    this.#lockedOutUntilMs = clock.wallMs() + lockOutMs;
    clock.after(lockOutMs, () => this.#endLockOut());
  }

  #endLockOut(): void {
    if (this.#lockedOut()) return;
    this.#wrongPins = 0;
    this.#lockedOutUntilMs = undefined;
    if (this.#pin) this.#save();
    this.#options.onChange();
  }

  /** One timer for good, however often the phone is touched. */
  #watch(timeoutMs: number): void {
    const { clock, busy } = this.#options;
    const check = (): void => {
      if (busy()) this.touch();
      const restMs = this.#touchedAtMs + timeoutMs - clock.nowMs();
      if (restMs <= 0) this.lock();
      clock.after(restMs > 0 ? restMs : timeoutMs, check);
    };
    clock.after(timeoutMs, check);
  }

  /** A phone that was restarted asks for the PIN, or pulling its plug would be the way around it. */
  #load(): void {
    const { store, clock } = this.#options;
    const stored = store.read(storeName);
    if (stored === undefined) return;
    const valid = validate(storedSchema, stored);
    if (!valid.ok) return;
    this.#pin = valid.value.pin;
    this.#wrongPins = valid.value.wrongPins;
    this.#lockedOutUntilMs = valid.value.lockedOutUntilMs;
    this.#locked = true;
    if (this.#lockedOutUntilMs === undefined) return;
    // However the wall clock was set meanwhile, a lock-out lasts no longer than it was meant to.
    this.#lockedOutUntilMs = Math.min(this.#lockedOutUntilMs, clock.wallMs() + lockOutMs);
    clock.after(Math.max(0, this.#lockedOutUntilMs - clock.wallMs()), () => this.#endLockOut());
  }

  #save(): void {
    this.#options.store.write(storeName, {
      pin: this.#pin,
      wrongPins: this.#wrongPins,
      lockedOutUntilMs: this.#lockedOutUntilMs,
    });
  }
}
