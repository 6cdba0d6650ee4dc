// Plays one cadence at a time into a frame, with clean starts, changes and stops.

import { speechRateHz } from '../codec/index.ts';
import { Oscillator, type Partial } from './oscillator.ts';
import type { Cadence } from './tone-notation.ts';

export class TonePlayer {
  /** Two, so that one can fade out while the next fades in: the frequencies of one that sounds never change. */
  #current = new Oscillator();
  #other = new Oscillator();
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
    this.#current.hush();
  }

  get isPlaying(): boolean {
    return this.#cadence !== undefined || !this.#current.isSilent || !this.#other.isSilent;
  }

  #begin(step: number): void {
    const next = this.#cadence?.steps[step];
    if (!next) {
      this.stop();
      return;
    }
    this.#step = step;
    this.#samplesLeft = Math.round((next.durationMs * speechRateHz) / 1_000);
    if (next.partials.length > 0) this.#sound(next.partials);
    else this.#current.hush();
  }

  #sound(partials: readonly Partial[]): void {
    if (!this.#current.plays(partials) && !this.#current.isInaudible) {
      this.#current.hush();
      [this.#current, this.#other] = [this.#other, this.#current];
    }
    this.#current.sound(partials);
  }

  mix(frame: Int16Array, level = 1): void {
    let at = 0;
    while (at < frame.length) {
      const count = this.#cadence ? Math.min(frame.length - at, this.#samplesLeft) : frame.length - at;
      this.#current.mix(frame, at, count, level);
      this.#other.mix(frame, at, count, level);
      at += count;
      if (!this.#cadence) continue;
      this.#samplesLeft -= count;
      if (this.#samplesLeft > 0) continue;
      const after = this.#step + 1;
      this.#begin(after < this.#cadence.steps.length || !this.#cadence.repeats ? after : 0);
    }
  }
}
