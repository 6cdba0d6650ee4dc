// Concealment for codecs that have none: repeats the last pitch period, fading, and blends the next real frame in.

import { speechRateHz } from './speech-codec.ts';

const shortestPeriod = speechRateHz / 400;
const longestPeriod = speechRateHz / 66;
/** Pitch is sought on every 8th sample: 6 kHz is plenty for its period. */
const stride = 8;
const windowSamples = Math.round(speechRateHz * 0.02);
const historySamples = Math.ceil(longestPeriod) + windowSamples;
/** The made-up sound is gone after this; a hum that goes on is worse than silence (G.711 appendix I: 60 ms). */
const fadeSamples = Math.round(speechRateHz * 0.06);
const blendSamples = Math.round(speechRateHz * 0.005);

export class WaveformConcealer {
  readonly #history = new Int16Array(historySamples);
  readonly #blend = new Int16Array(blendSamples);
  #concealed = 0;
  #period = 0;
  #phase = 0;

  /** Remember a decoded frame, and smooth its start where the one before was made up. */
  observe(frame: Int16Array, count: number): void {
    if (this.#concealed > 0) {
      this.#fill(this.#blend);
      const length = Math.min(blendSamples, count);
      for (let n = 0; n < length; n++) {
        const share = (n + 1) / (length + 1);
        frame[n] = Math.round((frame[n] ?? 0) * share + (this.#blend[n] ?? 0) * (1 - share));
      }
      this.#concealed = 0;
    }
    if (count >= historySamples) {
      this.#history.set(frame.subarray(count - historySamples, count));
      return;
    }
    this.#history.copyWithin(0, count);
    this.#history.set(frame.subarray(0, count), historySamples - count);
  }

  conceal(frame: Int16Array): void {
    if (this.#concealed === 0) {
      this.#period = this.#findPeriod();
      this.#phase = 0;
    }
    this.#fill(frame);
  }

  reset(): void {
    this.#history.fill(0);
    this.#concealed = 0;
  }

  #fill(frame: Int16Array): void {
    const start = historySamples - this.#period;
    for (let n = 0; n < frame.length; n++) {
      const gain = Math.max(0, 1 - this.#concealed / fadeSamples);
      frame[n] = Math.round((this.#history[start + this.#phase] ?? 0) * gain);
      this.#phase = this.#phase + 1 >= this.#period ? 0 : this.#phase + 1;
      this.#concealed++;
    }
  }

  /** The lag at which the newest window looks most like itself. */
  #findPeriod(): number {
    const from = historySamples - windowSamples;
    let best = longestPeriod | 0;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let lag = shortestPeriod | 0; lag <= longestPeriod; lag += stride / 2) {
      let product = 0;
      let energy = 1;
      for (let n = from; n < historySamples; n += stride) {
        const earlier = this.#history[n - lag] ?? 0;
        product += (this.#history[n] ?? 0) * earlier;
        energy += earlier * earlier;
      }
      const score = product / Math.sqrt(energy);
      if (score > bestScore) {
        bestScore = score;
        best = lag;
      }
    }
    return best;
  }
}
