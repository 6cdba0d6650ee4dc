// The timer that restarts a board whose phone has stopped thinking.

/** Contract: nothing happens until `arm`; after that the board restarts unless `feed` comes within `timeoutMs`; `disarm` ends it. */
export interface Watchdog {
  arm(timeoutMs: number): void;
  feed(): void;
  disarm(): void;
}
