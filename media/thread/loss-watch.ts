// Notices a microphone or a speaker that stays dead while somebody needs it, and one that is back.

/** A headset being changed is no fault yet. */
const deadAfterMs = 3_000;

export class LossWatch {
  readonly #tell: (works: boolean) => void;
  #deadSinceMs: number | undefined;
  #told = false;

  constructor(tell: (works: boolean) => void) {
    this.#tell = tell;
  }

  /** A few times a second. */
  observe(nowMs: number, isNeeded: boolean, works: boolean): void {
    if (!isNeeded || works) {
      this.#deadSinceMs = undefined;
      if (this.#told) this.#tell(true);
      this.#told = false;
      return;
    }
    this.#deadSinceMs ??= nowMs;
    if (this.#told || nowMs - this.#deadSinceMs <= deadAfterMs) return;
    this.#told = true;
    this.#tell(false);
  }
}
