// When the sound device asks, without the lateness of a thread that woke up late.

/** A pull that is later than this is no late waking but periods that were missed. */
const missedMs = 60;
/** Share of a lateness that is believed: follows a device whose clock is slower than the system's. */
const following = 0.01;

/**
 * Waking late only ever lets more packets be in time, so the clock runs with the earliest pulls: each is expected one
 * period after the one before, is believed at once where it comes earlier, and only slowly where it comes later.
 */
export class PullClock {
  #nominalMs: number | undefined;

  /** The nominal time of the pull that happens at `nowMs`; `periodMs` is what it takes. */
  tick(nowMs: number, periodMs: number): number {
    const expectedMs = (this.#nominalMs ?? Number.NEGATIVE_INFINITY) + periodMs;
    const lateMs = nowMs - expectedMs;
    const nominalMs = lateMs < 0 || lateMs > missedMs ? nowMs : expectedMs + lateMs * following;
    this.#nominalMs = nominalMs;
    return nominalMs;
  }
}
