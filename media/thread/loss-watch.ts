// Notices a microphone or a speaker that stays dead while somebody needs it, and one that is back.

import type { SoundPartState } from '../session.ts';

/** A headset being changed is no fault yet. */
const deadAfterMs = 3_000;

export class LossWatch {
  readonly #tell: (state: SoundPartState) => void;
  #seen: SoundPartState = 'works';
  #seenSinceMs = 0;
  #told: SoundPartState = 'works';

  constructor(tell: (state: SoundPartState) => void) {
    this.#tell = tell;
  }

  /** A few times a second. */
  observe(nowMs: number, isNeeded: boolean, state: SoundPartState): void {
    const missed = isNeeded ? state : 'works';
    if (missed !== this.#seen) {
      this.#seen = missed;
      this.#seenSinceMs = nowMs;
    }
    if (missed === this.#told) return;
    if (missed !== 'works' && nowMs - this.#seenSinceMs <= deadAfterMs) return;
    this.#told = missed;
    this.#tell(missed);
  }
}
