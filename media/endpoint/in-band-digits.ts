// Digits that a far end without telephone events sends as tones in its speech.

import { Downsampler } from '../codec/resampler.ts';
import { DigitDetector, detectorRateHz } from '../tones/digit-detector.ts';

export class InBandDigits {
  readonly #onDigit: (digit: string) => void;
  /** Made when first needed: nearly every call brings its digits as events. */
  #down: Downsampler | undefined;
  #narrow = new Int16Array(0);
  #detector = new DigitDetector();

  constructor(onDigit: (digit: string) => void) {
    this.#onDigit = onDigit;
  }

  /** A period of what the far end is heard to say, at 48 kHz. */
  listen(heard: Int16Array): void {
    this.#down ??= new Downsampler(detectorRateHz);
    if (this.#narrow.length < heard.length) this.#narrow = new Int16Array(heard.length);
    const count = this.#down.process(heard, this.#narrow);
    for (const digit of this.#detector.listen(this.#narrow, count)) this.#onDigit(digit);
  }

  reset(): void {
    this.#detector = new DigitDetector();
  }
}
