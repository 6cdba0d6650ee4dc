// Time and randomness as ports, so that every timer and every identifier can be replayed in a test.

/** No honest clock shows an earlier time: this firmware was made then. */
export const earliestWallMs = Date.UTC(2026, 10, 1);

export interface Timer {
  /** Forget the timer; harmless when it has fired already. */
  cancel(): void;
}

/**
 * Contract: `nowMs` never goes back and is unaffected by setting the wall clock; timers fire in order of
 * their due time, never early, never from inside `after`; a callback that throws does not lose other timers.
 */
export interface Clock {
  /** Monotonic milliseconds since an arbitrary origin. */
  nowMs(): number;
  /** Wall-clock milliseconds since 1970-01-01 UTC. */
  wallMs(): number;
  /** Call `fire` once, `delayMs` from now (0 means: not now, but as soon as what has arrived meanwhile is handled). */
  after(delayMs: number, fire: () => void): Timer;
}

/** Contract: unpredictable bytes fit for keys and SIP branches; a simulated source may be seeded. */
export interface RandomSource {
  bytes(length: number): Uint8Array;
}
