// Gives memory back when the last call has ended: what the call left behind is collected, and free memory returned.

import type { Clock, Timer } from '../../hal/clock.ts';
import type { PhoneState } from '../phone.ts';

/** The call's end is drawn first; a person who dials again at once is in no hurry within this. */
const restMs = 150;

export class MemoryKeeper {
  readonly #clock: Clock;
  readonly #giveBack: () => void;
  #timer: Timer | undefined;
  #inCall = false;

  constructor(clock: Clock, giveBack: () => void) {
    this.#clock = clock;
    this.#giveBack = giveBack;
  }

  follow({ calls }: PhoneState): void {
    const inCall = calls.some(({ phase }) => phase !== 'ended');
    if (inCall === this.#inCall) return;
    this.#inCall = inCall;
    this.#timer?.cancel();
    if (!inCall) this.#timer = this.#clock.after(restMs, this.#giveBack);
  }
}
