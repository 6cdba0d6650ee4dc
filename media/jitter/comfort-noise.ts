// A soft hiss at the level of the far end's last pauses: a far end that stops sending in silence shall not sound dead.

import { speechRateHz } from '../codec/speech-codec.ts';

/** About -55 dBFS: what is louder than that was no pause, and a hiss as loud would be taken for a fault. */
const loudest = 58;
const learning = 0.1;
/** After so long the far end is gone rather than silent, and the line may say so. */
const heldSamples = 3 * speechRateHz;
const fadeSamples = speechRateHz / 2;
/** One pole at about 1.5 kHz, and the level it takes away: background noise is darker than white. */
const smoothing = 0.18;
const lostLevel = Math.sqrt(smoothing / (2 - smoothing));
/** RMS of noise between -1 and 1. */
const unitLevel = 1 / Math.sqrt(3);

export class ComfortNoise {
  #level = 0;
  #state = 1;
  #last = 0;

  learn(level: number): void {
    this.#level += learning * (Math.min(level, loudest) - this.#level);
  }

  /** `silentSamples` is how long this gap has lasted already. */
  fill(frame: Int16Array, silentSamples: number): void {
    const gain = this.#level / (lostLevel * unitLevel);
    for (let n = 0; n < frame.length; n++) {
      this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
      this.#last += smoothing * (this.#state / 0x8000_0000 - 1 - this.#last);
      const fade = Math.min(1, Math.max(0, (heldSamples - silentSamples - n) / fadeSamples));
      frame[n] = Math.round(this.#last * gain * fade);
    }
  }

  reset(): void {
    this.#level = 0;
  }
}
