// G.722 at 64 kbit/s: 16 kHz speech split in two bands, 6 and 2 bits a sample pair (ITU-T G.722, mode 1).

import { G722Band, highBandLimits, lowBandLimits, saturate16 } from './g722-band.ts';
import {
  highInverse,
  highScaleSteps,
  lowCodesNegative,
  lowCodesPositive,
  lowDecisions,
  lowInverse4,
  lowInverse6,
  lowScaleSteps,
  qmfTaps,
} from './g722-tables.ts';

const historyLength = 2 * qmfTaps.length;

/** The two polyphase branches of the mirror filter, run for each pair of samples. */
class MirrorFilter {
  readonly #history = new Int32Array(historyLength);
  odd = 0;
  even = 0;

  push(older: number, newer: number): void {
    this.#history.copyWithin(0, 2);
    this.#history[historyLength - 2] = older;
    this.#history[historyLength - 1] = newer;
    let odd = 0;
    let even = 0;
    for (let i = 0; i < qmfTaps.length; i++) {
      odd += (this.#history[2 * i] ?? 0) * (qmfTaps[i] ?? 0);
      even += (this.#history[2 * i + 1] ?? 0) * (qmfTaps[qmfTaps.length - 1 - i] ?? 0);
    }
    this.odd = odd;
    this.even = even;
  }
}

export class G722Encoder {
  readonly #filter = new MirrorFilter();
  readonly #low = new G722Band(lowBandLimits);
  readonly #high = new G722Band(highBandLimits);

  /** `count` (even) samples at 16 kHz become `count / 2` octets. */
  encode(samples: Int16Array, count: number, payload: Uint8Array): number {
    let written = 0;
    for (let n = 0; n + 1 < count; n += 2) {
      this.#filter.push(samples[n] ?? 0, samples[n + 1] ?? 0);
      const low = (this.#filter.even + this.#filter.odd) >> 14;
      const high = (this.#filter.even - this.#filter.odd) >> 14;
      payload[written++] = (this.#encodeHigh(high) << 6) | this.#encodeLow(low);
    }
    return written;
  }

  #encodeLow(sample: number): number {
    const { scale, prediction } = this.#low;
    const difference = saturate16(sample - prediction);
    const magnitude = difference >= 0 ? difference : ~difference;
    let interval = 1;
    while (interval < 30 && magnitude >= ((lowDecisions[interval] ?? 0) * scale) >> 12) interval++;
    const code = (difference < 0 ? lowCodesNegative : lowCodesPositive)[interval] ?? 0;
    const coarse = code >> 2;
    this.#low.adapt((scale * (lowInverse4[coarse] ?? 0)) >> 15, lowScaleSteps[coarse] ?? 0);
    return code;
  }

  #encodeHigh(sample: number): number {
    const { scale, prediction } = this.#high;
    const difference = saturate16(sample - prediction);
    const magnitude = difference >= 0 ? difference : ~difference;
    const isLarge = magnitude >= (564 * scale) >> 12;
    const code = difference < 0 ? (isLarge ? 0 : 1) : isLarge ? 2 : 3;
    this.#high.adapt((scale * (highInverse[code] ?? 0)) >> 15, highScaleSteps[code] ?? 0);
    return code;
  }
}

function clampBand(value: number): number {
  return value > 16_383 ? 16_383 : Math.max(value, -16_384);
}

export class G722Decoder {
  readonly #filter = new MirrorFilter();
  readonly #low = new G722Band(lowBandLimits);
  readonly #high = new G722Band(highBandLimits);

  /** Each octet becomes two samples at 16 kHz. */
  decode(payload: Uint8Array, samples: Int16Array): number {
    let written = 0;
    for (const octet of payload) {
      const low = this.#decodeLow(octet & 0x3f);
      const high = this.#decodeHigh(octet >> 6);
      this.#filter.push(low + high, low - high);
      samples[written++] = saturate16(this.#filter.even >> 11);
      samples[written++] = saturate16(this.#filter.odd >> 11);
    }
    return written;
  }

  #decodeLow(code: number): number {
    const { scale, prediction } = this.#low;
    const coarse = code >> 2;
    this.#low.adapt((scale * (lowInverse4[coarse] ?? 0)) >> 15, lowScaleSteps[coarse] ?? 0);
    return clampBand(prediction + ((scale * (lowInverse6[code] ?? 0)) >> 15));
  }

  #decodeHigh(code: number): number {
    const { scale, prediction } = this.#high;
    const difference = (scale * (highInverse[code] ?? 0)) >> 15;
    this.#high.adapt(difference, highScaleSteps[code] ?? 0);
    return clampBand(prediction + difference);
  }
}
