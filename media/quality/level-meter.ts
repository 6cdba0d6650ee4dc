// Loudness and clipping of one direction of speech, over the last second and right now.

import type { FrameFigures } from '../frame-figures.ts';

const fullScale = 32_768;
/** dBFS of digital silence, by convention of this room. */
export const silenceDbfs = -100;

export class LevelMeter {
  #energy = 0;
  #samples = 0;
  #clipped = 0;
  #peak = 0;

  observe({ samples, energy, peak, clipped }: FrameFigures): void {
    this.#energy += energy;
    this.#samples += samples;
    this.#clipped += clipped;
    if (peak > this.#peak) this.#peak = peak;
  }

  /** Highest magnitude since last asked, 0 to 1. */
  takePeak(): number {
    const peak = this.#peak / fullScale;
    this.#peak = 0;
    return peak;
  }

  /** RMS and share of clipped samples since last asked. */
  take(): { readonly levelDbfs: number; readonly clippedShare: number } {
    const meanSquare = this.#samples === 0 ? 0 : this.#energy / this.#samples / (fullScale * fullScale);
    const clippedShare = this.#samples === 0 ? 0 : this.#clipped / this.#samples;
    this.#energy = 0;
    this.#samples = 0;
    this.#clipped = 0;
    return {
      levelDbfs: meanSquare > 0 ? Math.max(silenceDbfs, 10 * Math.log10(meanSquare)) : silenceDbfs,
      clippedShare,
    };
  }
}
