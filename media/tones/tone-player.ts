// Plays one cadence at a time into a frame, with clean starts, changes and stops.

import { speechRateHz } from '../codec/index.ts';
import type { Cadence } from './cadences.ts';
import { Oscillator } from './oscillator.ts';

export class TonePlayer {
  readonly #oscillator = new Oscillator();
  #cadence: Cadence | undefined;
  #step = 0;
  #samplesLeft = 0;

  /** Starts over even where the same cadence plays already. */
  play(cadence: Cadence): void {
    this.#cadence = cadence;
    this.#begin(0);
  }

  stop(): void {
    this.#cadence = undefined;
    this.#oscillator.hush();
  }

  get isPlaying(): boolean {
    return this.#cadence !== undefined || !this.#oscillator.isSilent;
  }

  #begin(step: number): void {
    const next = this.#cadence?.steps[step];
    if (!next) {
      this.stop();
      return;
    }
    this.#step = step;
    this.#samplesLeft = Math.round((next.durationMs * speechRateHz) / 1_000);
    if (next.partials.length > 0) this.#oscillator.sound(next.partials);
    else this.#oscillator.hush();
  }

  mix(frame: Int16Array, level = 1): void {
    let at = 0;
    while (at < frame.length) {
      const count = this.#cadence ? Math.min(frame.length - at, this.#samplesLeft) : frame.length - at;
      this.#oscillator.mix(frame, at, count, level);
      at += count;
      if (!this.#cadence) continue;
      this.#samplesLeft -= count;
      if (this.#samplesLeft > 0) continue;
      const after = this.#step + 1;
      this.#begin(after < this.#cadence.steps.length || !this.#cadence.repeats ? after : 0);
    }
  }
}
