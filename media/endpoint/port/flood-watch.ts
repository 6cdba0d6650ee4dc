// Decides when the kernel is asked to keep a flood out, and when the door is opened again.

/** Refused in one period of 20 ms: nobody's mistake, and the work of looking at them begins to count. */
const floodPackets = 25;
/** Looked again after so long; a flood that goes on costs one period's packets each time, and is seen to go on. */
const shutMs = 1_000;
/**
 * The far end may have moved (address translation was renewed, or a new source took over): then only an open door
 * finds it again. Longer than the 400 ms between packets of Opus in silence.
 */
const silentMs = 600;

export type DoorOrder = 'shut' | 'open' | 'keep';

export class FloodWatch {
  #shutAtMs: number | undefined;

  /** Once a poll: how many packets it refused, and when the last genuine one came. */
  observe(nowMs: number, refused: number, lastGenuineMs: number): DoorOrder {
    const isHeard = nowMs - lastGenuineMs < silentMs;
    if (this.#shutAtMs === undefined) {
      if (refused < floodPackets || !isHeard) return 'keep';
      this.#shutAtMs = nowMs;
      return 'shut';
    }
    if (isHeard && nowMs - this.#shutAtMs < shutMs) return 'keep';
    this.#shutAtMs = undefined;
    return 'open';
  }
}
