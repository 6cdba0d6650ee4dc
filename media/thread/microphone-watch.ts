// Notices a microphone that stays dead in a call, and one that is back; outside calls nobody needs it.

/** A headset being changed is no fault yet. */
const deadAfterMs = 3_000;

export class MicrophoneWatch {
  readonly #tell: (works: boolean) => void;
  #deadSinceMs: number | undefined;
  #told = false;

  constructor(tell: (works: boolean) => void) {
    this.#tell = tell;
  }

  /** A few times a second. */
  observe(nowMs: number, inCall: boolean, capturing: boolean): void {
    if (!inCall || capturing) {
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
