// Tells pauses from speech by level alone: good enough to choose where a change of delay is not heard.

import { FrameFigures } from '../frame-figures.ts';

/** Speech is remembered for seconds; the floor follows background noise that grows by 2 dB a second. */
const speechDecay = 0.997;
const floorGrowth = 1.005;
/** Softer than this is a pause whatever was heard before. */
const inaudible = 16;
/** So near the floor, and so far below speech. */
const aboveFloor = 2;
const belowSpeech = 0.2;
const farBelowSpeech = 0.03;

export class PauseDetector {
  readonly #figures = new FrameFigures();
  #speech = 0;
  #floor = Number.POSITIVE_INFINITY;
  #level = 0;

  /** RMS of the last frame. */
  get level(): number {
    return this.#level;
  }

  observe(frame: Int16Array): boolean {
    const { energy, samples } = this.#figures.measure(frame);
    this.#level = Math.sqrt(energy / Math.max(1, samples));
    this.#speech = Math.max(this.#level, this.#speech * speechDecay);
    this.#floor = Math.min(this.#level, Math.max(1, this.#floor) * floorGrowth);
    const nearFloor = Math.min(this.#floor * aboveFloor, this.#speech * belowSpeech);
    return this.#level <= Math.max(inaudible, nearFloor, this.#speech * farBelowSpeech);
  }

  reset(): void {
    this.#speech = 0;
    this.#floor = Number.POSITIVE_INFINITY;
  }
}
