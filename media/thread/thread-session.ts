// One session inside the media thread: its endpoint, and digits for far ends that only hear tones.

import type { RtpEndpoint } from '../endpoint/index.ts';
import type { Voice } from '../mixer/index.ts';
import { digitCadence, TonePlayer } from '../tones/index.ts';

export class ThreadSession implements Voice {
  readonly endpoint: RtpEndpoint;
  readonly #inBand = new TonePlayer();
  readonly #waiting: string[] = [];
  #mixed = new Int16Array(0);

  constructor(endpoint: RtpEndpoint) {
    this.endpoint = endpoint;
  }

  /** As an RFC 4733 event where the far end takes those, otherwise as the tone itself in the speech. */
  sendDigit(digit: string, durationMs: number | undefined): void {
    if (this.endpoint.sendDigit(digit, durationMs)) return;
    if (digitCadence(digit) && this.#waiting.length < mostWaitingDigits) this.#waiting.push(digit);
  }

  listen(playout: Int16Array): void {
    this.endpoint.listen(playout);
  }

  speak(spoken: Int16Array, capture: Int16Array): void {
    this.endpoint.speak(this.#withTones(spoken), capture);
  }

  #withTones(capture: Int16Array): Int16Array {
    if (!this.#inBand.isPlaying) {
      const cadence = digitCadence(this.#waiting[0] ?? '');
      if (!cadence) return capture;
      this.#waiting.shift();
      this.#inBand.play({ repeats: false, steps: [...cadence.steps, { partials: [], durationMs: pauseMs }] });
    }
    if (this.#mixed.length !== capture.length) this.#mixed = new Int16Array(capture.length);
    // The tone alone: speech over it would spoil the digit for the far end's detector.
    this.#mixed.fill(0);
    this.#inBand.mix(this.#mixed);
    return this.#mixed;
  }
}

const mostWaitingDigits = 64;
const pauseMs = 80;
