// Hears DTMF digits in narrow-band speech (ITU-T Q.24): present long enough, pure, balanced, and exactly in tune.

import { digitLayout, highDigitHz, lowDigitHz } from './cadences.ts';

export const detectorRateHz = 8_000;
/** A look every 10 ms at the last 25: of a tone of 40 ms two looks see enough, of one below 23 ms none or one. */
const hopSamples = 80;
const windowSamples = 200;
/** Looks in a row that must agree; and that must miss it before the digit is over (Q.24: gaps of 10 ms are none). */
const looksToHear = 2;
const looksToMiss = 2;
/** Q.24: within 1.5 % and 2 Hz must be taken, beyond 3.5 % must not. */
const mostOffTune = 0.025;
/** Share of the power that is the two tones: speech that hits both frequencies has harmonics beside them. */
const leastPurity = 0.72;
/** Either tone may be this much stronger than the other (Q.24's administrations allow 4 to 10 dB). */
const mostTwist = 10 ** (8.5 / 10);
/** -31 dBm0 a tone, 6 dB below what Q.24 asks to be heard, as mean square of 16-bit samples. */
const leastPower = (32_768 * 10 ** ((-31 - 3.14) / 20)) ** 2 / 2;

/** One of the eight frequencies: its window of the transform, and where its phase was at the last look. */
class Bin {
  readonly hz: number;
  readonly #cosine: Float64Array;
  readonly #sine: Float64Array;
  readonly #phaseStep: number;
  #lastPhase = 0;
  /** Mean square as if in tune. */
  power = 0;
  offTuneHz = 0;

  constructor(hz: number) {
    this.hz = hz;
    const step = (2 * Math.PI * hz) / detectorRateHz;
    this.#cosine = Float64Array.from({ length: windowSamples }, (_, n) => Math.cos(step * n));
    this.#sine = Float64Array.from({ length: windowSamples }, (_, n) => Math.sin(step * n));
    this.#phaseStep = step * hopSamples;
  }

  look(window: Float64Array): void {
    let real = 0;
    let imaginary = 0;
    for (let n = 0; n < windowSamples; n++) {
      const sample = window[n] ?? 0;
      real += sample * (this.#cosine[n] ?? 0);
      imaginary -= sample * (this.#sine[n] ?? 0);
    }
    this.power = (2 * (real * real + imaginary * imaginary)) / (windowSamples * windowSamples);
    const phase = Math.atan2(imaginary, real);
    // How far the phase ran beyond what this frequency's would have: up to 50 Hz off is told without doubt.
    const beyond = phase - this.#lastPhase - this.#phaseStep;
    const wrapped = beyond - 2 * Math.PI * Math.round(beyond / (2 * Math.PI));
    this.offTuneHz = (wrapped * detectorRateHz) / (2 * Math.PI * hopSamples);
    this.#lastPhase = phase;
  }

  get isInTune(): boolean {
    return Math.abs(this.offTuneHz) <= this.hz * mostOffTune;
  }

  /** Mean square of the tone itself: a window sees less of a tone beside its frequency. */
  get tonePower(): number {
    const turns = (this.offTuneHz * windowSamples) / detectorRateHz;
    const seen = Math.abs(turns) < 1e-6 ? 1 : Math.sin(Math.PI * turns) / (Math.PI * turns);
    return this.power / Math.max(0.1, seen * seen);
  }
}

function strongest(bins: readonly Bin[]): number {
  let best = 0;
  for (let at = 1; at < bins.length; at++) if ((bins[at]?.power ?? 0) > (bins[best]?.power ?? 0)) best = at;
  return best;
}

export class DigitDetector {
  readonly #low = lowDigitHz.map((hz) => new Bin(hz));
  readonly #high = highDigitHz.map((hz) => new Bin(hz));
  readonly #window = new Float64Array(windowSamples);
  #untilLook = hopSamples;
  #candidate = -1;
  #agreeing = 0;
  #heard = -1;
  #missing = 0;

  /** Takes `count` samples at 8 kHz; answers the digits that are certain by now, each once, mostly none. */
  listen(samples: Int16Array, count: number): string {
    let digits = '';
    for (let taken = 0; taken < count; ) {
      const step = Math.min(count - taken, this.#untilLook);
      this.#window.copyWithin(0, step);
      for (let n = 0; n < step; n++) this.#window[windowSamples - step + n] = samples[taken + n] ?? 0;
      taken += step;
      this.#untilLook -= step;
      if (this.#untilLook > 0) continue;
      this.#untilLook = hopSamples;
      digits += this.#judge(this.#look());
    }
    return digits;
  }

  /** Place of the digit in this window, or -1. */
  #look(): number {
    let total = 0;
    for (let n = 0; n < windowSamples; n++) total += (this.#window[n] ?? 0) ** 2;
    total /= windowSamples;
    for (const bin of this.#low) bin.look(this.#window);
    for (const bin of this.#high) bin.look(this.#window);
    const [row, column] = [strongest(this.#low), strongest(this.#high)];
    const [low, high] = [this.#low[row], this.#high[column]];
    if (!low || !high || !low.isInTune || !high.isInTune) return -1;
    const [lowPower, highPower] = [low.tonePower, high.tonePower];
    if (Math.min(lowPower, highPower) < leastPower) return -1;
    if (lowPower > highPower * mostTwist || highPower > lowPower * mostTwist) return -1;
    return lowPower + highPower >= leastPurity * total ? row * 4 + column : -1;
  }

  #judge(seen: number): string {
    this.#agreeing = seen === this.#candidate ? this.#agreeing + 1 : 1;
    this.#candidate = seen;
    if (seen === this.#heard) {
      this.#missing = 0;
      return '';
    }
    if (this.#heard >= 0 && ++this.#missing >= looksToMiss) this.#heard = -1;
    if (seen < 0 || this.#agreeing < looksToHear || this.#heard >= 0) return '';
    this.#heard = seen;
    this.#missing = 0;
    return digitLayout[seen] ?? '';
  }
}
