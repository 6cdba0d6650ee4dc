// One session inside the media thread: its endpoint, and digits for far ends that only hear tones.

import type { RtpEndpoint } from '../endpoint/index.ts';
import type { Voice } from '../mixer/index.ts';
import { boundedDigitMs } from '../rtp/telephone-event.ts';
import { type Cadence, sentDigitCadence, TonePlayer } from '../tones/index.ts';

const mostWaitingDigits = 64;
/** ITU-T Q.24 asks for 40 ms; some detectors want more. */
const pauseMs = 80;
/** Speech makes way for a tone, and comes back, in 5 ms. */
const fadeSamples = 240;

export class ThreadSession implements Voice {
  readonly endpoint: RtpEndpoint;
  readonly #inBand = new TonePlayer();
  readonly #waiting: Cadence[] = [];
  #mixed = new Int16Array(0);
  #speechIsOut = false;

  constructor(endpoint: RtpEndpoint) {
    this.endpoint = endpoint;
  }

  /** As an RFC 4733 event where the far end takes those, otherwise as the tone itself in the speech. */
  sendDigit(digit: string, durationMs: number | undefined): void {
    if (this.endpoint.sendDigit(digit, durationMs)) return;
    const cadence = sentDigitCadence(digit, boundedDigitMs(durationMs), pauseMs);
    if (cadence && this.#waiting.length < mostWaitingDigits) this.#waiting.push(cadence);
  }

  listen(playout: Int16Array): void {
    this.endpoint.listen(playout);
  }

  speak(spoken: Int16Array, capture: Int16Array): void {
    this.endpoint.speak(this.#withTones(spoken), capture);
  }

  /** The tones alone: speech over them would spoil the digit for the far end's detector. */
  #withTones(spoken: Int16Array): Int16Array {
    if (!this.#inBand.isPlaying) {
      const next = this.#waiting.length > 0 ? this.#waiting.shift() : undefined;
      if (next) this.#inBand.play(next);
      else if (!this.#speechIsOut) return spoken;
    }
    if (this.#mixed.length !== spoken.length) this.#mixed = new Int16Array(spoken.length);
    const comesBack = !this.#inBand.isPlaying;
    this.#mixed.fill(0);
    if (comesBack) this.#mixed.set(spoken);
    const fadingSamples = this.#speechIsOut === comesBack ? fadeSamples : 0;
    for (let n = 0; n < fadingSamples; n++) {
      const share = n / fadeSamples;
      this.#mixed[n] = Math.round((spoken[n] ?? 0) * (comesBack ? share : 1 - share));
    }
    this.#speechIsOut = !comesBack;
    this.#inBand.mix(this.#mixed);
    return this.#mixed;
  }
}
