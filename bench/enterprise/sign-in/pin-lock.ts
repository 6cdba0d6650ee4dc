// Count wrong PINs for each extension and lock it for a while after too many.

import type { Clock } from '../../../hal/clock.ts';

export const MAX_WRONG_PINS = 5;
export const LOCK_MS = 5 * 60_000;

export class PinLock {
  readonly #clock: Clock;
  readonly #tries = new Map<string, { wrong: number; lockedUntilMs: number | undefined }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined when not locked. */
  lockedForMs(extension: string): number | undefined {
    const entry = this.#tries.get(extension);
    if (entry?.lockedUntilMs === undefined) return undefined;
    const leftMs = entry.lockedUntilMs - this.#clock.nowMs();
    if (leftMs > 0) return leftMs;
    this.#tries.delete(extension);
    return undefined;
  }

  /** How many tries are left; 0 means that it is locked now. */
  countWrong(extension: string): number {
    const wrong = (this.#tries.get(extension)?.wrong ?? 0) + 1;
    const lockedUntilMs = wrong >= MAX_WRONG_PINS ? this.#clock.nowMs() + LOCK_MS : undefined;
    this.#tries.set(extension, { wrong, lockedUntilMs });
    return Math.max(0, MAX_WRONG_PINS - wrong);
  }

  forget(extension: string): void {
    this.#tries.delete(extension);
  }
}
