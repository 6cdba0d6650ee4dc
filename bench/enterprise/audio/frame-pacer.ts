// One beat for all of the enterprise's voices: every 20 ms of real time a frame, with no timer while nobody talks.

import type { Clock, Timer } from '../../../hal/clock.ts';

export const FRAME_MS = 20;
/** After a stall of the process (a long garbage collection, a sleeping laptop) the missed beats are not made up. */
const MAX_CATCH_UP_FRAMES = 10;

export class FramePacer {
  readonly #clock: Clock;
  readonly #members = new Set<() => void>();
  #timer: Timer | undefined;
  #nextMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  join(beat: () => void): () => void {
    this.#members.add(beat);
    if (!this.#timer) {
      this.#nextMs = this.#clock.nowMs();
      this.#arm();
    }
    return () => {
      this.#members.delete(beat);
      if (this.#members.size > 0) return;
      this.#timer?.cancel();
      this.#timer = undefined;
    };
  }

  #arm(): void {
    this.#nextMs += FRAME_MS;
    this.#timer = this.#clock.after(this.#nextMs - this.#clock.nowMs(), () => this.#beat());
  }

  #beat(): void {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#nextMs > MAX_CATCH_UP_FRAMES * FRAME_MS) this.#nextMs = nowMs;
    this.#arm();
    for (const member of [...this.#members]) member();
  }
}
