// Loudness and clipping of one direction of speech, over the last second and right now.

const fullScale = 32_768;
/** A sample here or beyond has most likely been cut off by the converter. */
const clippedFrom = 32_760;
/** dBFS of digital silence, by convention of this room. */
export const silenceDbfs = -100;

export class LevelMeter {
  #energy = 0;
  #samples = 0;
  #clipped = 0;
  #peak = 0;

  observe(frame: Int16Array): void {
    let energy = 0;
    let peak = 0;
    for (const sample of frame) {
      const magnitude = sample < 0 ? -sample : sample;
      energy += sample * sample;
      if (magnitude > peak) peak = magnitude;
      if (magnitude >= clippedFrom) this.#clipped++;
    }
    this.#energy += energy;
    this.#samples += frame.length;
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
