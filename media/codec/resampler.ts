// Polyphase FIR filters between 48 kHz and a whole fraction of it, without allocating per frame.

import { speechRateHz } from './speech-codec.ts';

/** Taps per phase: about 60 dB of stop band with a transition of a fifth of the lower rate's band. */
const tapsPerPhase = 36;
const kaiserBeta = 5.65;
/** Middle of the transition as a share of the lower rate's half: speech passes, aliases fold above 85 %. */
const cutoffShare = 0.92;

/** A linear-phase low-pass at `speechRateHz` with a gain of one. */
function designLowPass(factor: number): Float64Array {
  const length = tapsPerPhase * factor;
  const cutoff = cutoffShare / factor / 2;
  const taps = new Float64Array(length);
  const middle = (length - 1) / 2;
  let sum = 0;
  for (let n = 0; n < length; n++) {
    const t = n - middle;
    const sinc = Math.abs(t) < 1e-9 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * t) / (Math.PI * t);
    const tap = sinc * (besselI0(kaiserBeta * Math.sqrt(Math.max(0, 1 - (t / middle) ** 2))) / besselI0(kaiserBeta));
    taps[n] = tap;
    sum += tap;
  }
  for (let n = 0; n < length; n++) taps[n] = (taps[n] ?? 0) / sum;
  return taps;
}

function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}

function clamp16(value: number): number {
  return value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : Math.round(value);
}

function factorOf(rateHz: number): number {
  const factor = speechRateHz / rateHz;
  if (!Number.isInteger(factor) || factor < 1)
    throw new RangeError(`${rateHz} Hz is not a whole fraction of ${speechRateHz} Hz`);
  return factor;
}

/** 48 kHz down to `rateHz`. Input lengths must be a multiple of the factor. */
export class Downsampler {
  readonly #factor: number;
  readonly #taps: Float64Array;
  /** The last input samples, written twice so that every window is contiguous. */
  readonly #history: Float64Array;
  #at = 0;

  constructor(rateHz: number) {
    this.#factor = factorOf(rateHz);
    this.#taps = designLowPass(this.#factor);
    this.#history = new Float64Array(2 * this.#taps.length);
  }

  /** Answers the samples written to `output`. */
  process(input: Int16Array, output: Int16Array): number {
    const length = this.#taps.length;
    let written = 0;
    for (let n = 0; n < input.length; n++) {
      const sample = input[n] ?? 0;
      this.#history[this.#at] = sample;
      this.#history[this.#at + length] = sample;
      this.#at = this.#at + 1 === length ? 0 : this.#at + 1;
      if ((n + 1) % this.#factor !== 0) continue;
      let sum = 0;
      // The filter is symmetric, so the window's direction does not matter.
      for (let k = 0; k < length; k++) sum += (this.#taps[k] ?? 0) * (this.#history[this.#at + k] ?? 0);
      output[written++] = clamp16(sum);
    }
    return written;
  }
}

/** `rateHz` up to 48 kHz. */
export class Upsampler {
  readonly #factor: number;
  /** One row of taps for each of the `factor` output phases. */
  readonly #phases: readonly Float64Array[];
  readonly #history = new Float64Array(2 * tapsPerPhase);
  #at = 0;

  constructor(rateHz: number) {
    this.#factor = factorOf(rateHz);
    const taps = designLowPass(this.#factor);
    this.#phases = Array.from({ length: this.#factor }, (_, phase) =>
      // Stored oldest sample first, times the factor, because only every factor-th input tap is not zero.
      Float64Array.from(
        { length: tapsPerPhase },
        (_, k) => this.#factor * (taps[(tapsPerPhase - 1 - k) * this.#factor + phase] ?? 0),
      ),
    );
  }

  /** Answers the samples written to `output`, `input.length` times the factor. */
  process(input: Int16Array, output: Int16Array): number {
    let written = 0;
    for (const sample of input) {
      this.#history[this.#at] = sample;
      this.#history[this.#at + tapsPerPhase] = sample;
      this.#at = this.#at + 1 === tapsPerPhase ? 0 : this.#at + 1;
      for (const taps of this.#phases) {
        let sum = 0;
        for (let k = 0; k < tapsPerPhase; k++) sum += (taps[k] ?? 0) * (this.#history[this.#at + k] ?? 0);
        output[written++] = clamp16(sum);
      }
    }
    return written;
  }

  reset(): void {
    this.#history.fill(0);
  }
}
