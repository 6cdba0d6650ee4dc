// A new image on trial: it has proved itself when its screen was drawn, its sound ran, and the server knows it if it knew the old one.

import type { Clock, Timer } from '../../../hal/clock.ts';
import type { DeviceCheck } from '../../../media/session.ts';
import type { PhoneState, SignInFailure } from '../../phone.ts';
import type { TrialFault } from './update-record.ts';

/** Well within the quarter of an hour after which the board restarts an image that says nothing (docs/boot-state.md). */
export const trialLimitMs = 5 * 60_000;
export const soundCheckMs = 5_000;
/** A board that has just started may stumble once. */
const soundRetryMs = 5_000;
const unanswered: readonly SignInFailure[] = ['server-unreachable', 'server-name-unknown'];

export interface TrialOptions {
  readonly clock: Clock;
  /** The old image was registered when this one was armed. */
  readonly needsServer: boolean;
  readonly checkSound: (durationMs: number) => Promise<DeviceCheck>;
  /** Called once; undefined: it has proved itself. */
  readonly onVerdict: (fault: TrialFault | undefined) => void;
}

export class Trial {
  readonly #options: TrialOptions;
  readonly #limit: Timer;
  #screenDrawn = false;
  #soundRan = false;
  #registered: boolean;
  #answered = false;
  #over = false;

  constructor(options: TrialOptions) {
    this.#options = options;
    this.#registered = !options.needsServer;
    this.#limit = options.clock.after(trialLimitMs, () => this.#end(this.#missing()));
    void this.#listen();
  }

  screenDrawn(): void {
    this.#screenDrawn = true;
    this.#look();
  }

  follow({ account }: PhoneState): void {
    if (account.status === 'signed-in') this.#registered = true;
    // A server that refuses has answered, and what it refuses is this image.
    const failure = 'failure' in account ? account.failure : undefined;
    this.#answered = failure !== undefined && !unanswered.includes(failure);
    this.#look();
  }

  close(): void {
    this.#over = true;
    this.#limit.cancel();
  }

  async #listen(): Promise<void> {
    const { clock, checkSound } = this.#options;
    while (!this.#over && !this.#soundRan) {
      const { ran, glitches } = await checkSound(soundCheckMs);
      this.#soundRan = ran && glitches === 0;
      if (!this.#soundRan) await new Promise<void>((resolve) => clock.after(soundRetryMs, resolve));
    }
    this.#look();
  }

  #look(): void {
    if (this.#screenDrawn && this.#soundRan && this.#registered) this.#end(undefined);
  }

  #missing(): TrialFault {
    if (!this.#screenDrawn) return 'no-screen';
    if (!this.#soundRan) return 'no-audio';
    return this.#answered ? 'not-registered' : 'no-answer';
  }

  #end(fault: TrialFault | undefined): void {
    if (this.#over) return;
    this.close();
    this.#options.onVerdict(fault);
  }
}
