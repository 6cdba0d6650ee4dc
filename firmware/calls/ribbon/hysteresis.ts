// A condition that must last before it is believed, and must be gone for longer before it is forgotten.

export class Hysteresis {
  readonly #raiseAfterMs: number;
  readonly #clearAfterMs: number;
  #raised = false;
  /** Since when the condition has been other than what is believed. */
  #differentSinceMs: number | undefined;

  constructor(raiseAfterMs: number, clearAfterMs: number) {
    this.#raiseAfterMs = raiseAfterMs;
    this.#clearAfterMs = clearAfterMs;
  }

  get raised(): boolean {
    return this.#raised;
  }

  /** `present` held since the last update, so the time before `atMs` counts from there. */
  update(present: boolean, atMs: number): boolean {
    if (present === this.#raised) {
      this.#differentSinceMs = undefined;
      return this.#raised;
    }
    this.#differentSinceMs ??= atMs;
    const dueMs = this.#raised ? this.#clearAfterMs : this.#raiseAfterMs;
    if (atMs - this.#differentSinceMs >= dueMs) {
      this.#raised = present;
      this.#differentSinceMs = undefined;
    }
    return this.#raised;
  }
}
