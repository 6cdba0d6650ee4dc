// When a pause is no longer sent but described, and when it is described again.

import { PauseDetector } from '../jitter/pause-detector.ts';
import { NoiseDescriber } from './noise-describer.ts';

/** Soft ends of words are speech still, and a breath between two words saves nothing. */
const hangoverMs = 240;
/** A change that is heard. */
const changedDb = 3;
/** So often at least: routers forget who speaks, and a far end that hears nothing for 3 s says so. */
const refreshMs = 1_000;

export class SilenceRule {
  readonly #pauses = new PauseDetector();
  readonly #describer = new NoiseDescriber();
  #pauseMs = 0;
  #toldMs = Number.POSITIVE_INFINITY;
  #toldDb = 0;

  /** One packet's speech: send it, send a description in its stead, or send nothing. */
  judge(frame: Int16Array, frameMs: number): 'speech' | 'description' | 'nothing' {
    if (!this.#pauses.observe(frame)) {
      this.#pauseMs = 0;
      this.#toldMs = Number.POSITIVE_INFINITY;
      return 'speech';
    }
    if (this.#pauseMs === 0) this.#describer.reset();
    this.#pauseMs += frameMs;
    this.#describer.observe(frame);
    if (this.#pauseMs <= hangoverMs) return 'speech';
    this.#toldMs += frameMs;
    const { levelDb } = this.#describer;
    if (this.#toldMs < refreshMs && Math.abs(levelDb - this.#toldDb) < changedDb) return 'nothing';
    this.#toldMs = 0;
    this.#toldDb = levelDb;
    return 'description';
  }

  /** Of the pause so far; answers the bytes written. */
  describe(payload: Uint8Array): number {
    return this.#describer.describe(payload);
  }

  reset(): void {
    this.#pauses.reset();
    this.#pauseMs = 0;
    this.#toldMs = Number.POSITIVE_INFINITY;
  }
}
