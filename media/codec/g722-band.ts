// One sub-band of G.722: the adaptive predictor and scale factor that encoder and decoder run in step.

import { antilog } from './g722-tables.ts';

export function saturate16(value: number): number {
  return value > 32_767 ? 32_767 : Math.max(value, -32_768);
}

export interface BandLimits {
  /** Largest logarithmic scale factor. */
  readonly highestLogScale: number;
  /** Exponent from which the antilogarithm is shifted down. */
  readonly shiftBase: number;
  readonly firstScale: number;
}

export const lowBandLimits: BandLimits = { highestLogScale: 18_432, shiftBase: 8, firstScale: 32 };
export const highBandLimits: BandLimits = { highestLogScale: 22_528, shiftBase: 10, firstScale: 8 };

/** Names in brackets are those of the recommendation's clause 6.2. */
export class G722Band {
  readonly #limits: BandLimits;
  /** What the next sample is expected to be (SL, SH). */
  prediction = 0;
  /** Quantizer scale factor (DETL, DETH). */
  scale: number;
  /** Logarithmic scale factor (NBL, NBH). */
  #logScale = 0;
  /** Output of the zero section (SZ). */
  #zeroPart = 0;
  #pole1 = 0;
  #pole2 = 0;
  readonly #zeros = new Int32Array(6);
  readonly #differences = new Int32Array(6);
  /** Last two reconstructed signals (RLT) and partial reconstructions (PLT). */
  #rebuilt1 = 0;
  #rebuilt2 = 0;
  #partial1 = 0;
  #partial2 = 0;

  constructor(limits: BandLimits) {
    this.#limits = limits;
    this.scale = limits.firstScale;
  }

  /** Take in the quantized difference and the scale step that its code asks for. */
  adapt(difference: number, scaleStep: number): void {
    const log = ((this.#logScale * 127) >> 7) + scaleStep;
    this.#logScale = log < 0 ? 0 : Math.min(log, this.#limits.highestLogScale);
    const mantissa = antilog[(this.#logScale >> 6) & 31] ?? 0;
    const down = this.#limits.shiftBase - (this.#logScale >> 11);
    this.scale = (down < 0 ? mantissa << -down : mantissa >> down) << 2;
    this.#predict(difference);
  }

  #predict(difference: number): void {
    const rebuilt = saturate16(this.prediction + difference);
    const partial = saturate16(this.#zeroPart + difference);
    this.#adaptPoles(partial);
    this.#adaptZeros(difference);
    this.#rebuilt2 = this.#rebuilt1;
    this.#rebuilt1 = rebuilt;
    this.#partial2 = this.#partial1;
    this.#partial1 = partial;
    const polePart = saturate16(
      ((this.#pole1 * saturate16(2 * this.#rebuilt1)) >> 15) + ((this.#pole2 * saturate16(2 * this.#rebuilt2)) >> 15),
    );
    this.prediction = saturate16(polePart + this.#zeroPart);
  }

  /** UPPOL2 and UPPOL1: sign-sign adaptation inside the stable triangle. */
  #adaptPoles(partial: number): void {
    const sameAs1 = partial >> 15 === this.#partial1 >> 15;
    const sameAs2 = partial >> 15 === this.#partial2 >> 15;
    const leaned = saturate16(this.#pole1 << 2);
    const toward = sameAs1 ? saturate16(-leaned) : leaned;
    const second = (toward >> 7) + (sameAs2 ? 128 : -128) + ((this.#pole2 * 32_512) >> 15);
    const pole2 = second > 12_288 ? 12_288 : Math.max(second, -12_288);
    const first = saturate16((sameAs1 ? 192 : -192) + ((this.#pole1 * 32_640) >> 15));
    const bound = saturate16(15_360 - pole2);
    this.#pole1 = first > bound ? bound : Math.max(first, -bound);
    this.#pole2 = pole2;
  }

  /** UPZERO, DELAYA and FILTEZ in one pass from the oldest difference to the newest. */
  #adaptZeros(difference: number): void {
    const step = difference === 0 ? 0 : 128;
    const sign = difference >> 15;
    let sum = 0;
    for (let i = 5; i >= 0; i--) {
      const old = this.#differences[i] ?? 0;
      const coefficient = saturate16((old >> 15 === sign ? step : -step) + (((this.#zeros[i] ?? 0) * 32_640) >> 15));
      const delayed = i === 0 ? difference : (this.#differences[i - 1] ?? 0);
      this.#zeros[i] = coefficient;
      this.#differences[i] = delayed;
      sum += (coefficient * saturate16(2 * delayed)) >> 15;
    }
    this.#zeroPart = saturate16(sum);
  }
}
