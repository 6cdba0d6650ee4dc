// A microphone that speaks from memory and an ear that may record: sound without anybody there.

import type { FarSide } from './far-side.ts';
import type { WavRecorder } from './recorder.ts';

export interface RecordedSoundOptions {
  /** What the microphone hears from the first period on; absent: silence. */
  readonly spoken?: Int16Array;
  /** Begin again at the end; otherwise silence follows. */
  readonly loop?: boolean;
  /** Hear the last period's playout in the microphone, as a handset lying on its own earpiece would. */
  readonly loopback?: boolean;
  /** What is played on the talking path goes here. */
  readonly recorder?: Pick<WavRecorder, 'add' | 'close'>;
}

export class RecordedSound implements FarSide {
  readonly playoutDelayMs = 0;
  readonly trimmedSamples = 0;
  readonly port = undefined;
  readonly #options: RecordedSoundOptions;
  #at = 0;
  #lastPlayed: Int16Array | undefined;

  constructor(options: RecordedSoundOptions = {}) {
    this.#options = options;
  }

  capture(capture: Int16Array): boolean {
    capture.fill(0);
    if (this.#options.loopback) {
      if (this.#lastPlayed) capture.set(this.#lastPlayed);
      return true;
    }
    const { spoken, loop } = this.#options;
    if (!spoken || spoken.length === 0) return false;
    for (let filled = 0; filled < capture.length; ) {
      if (this.#at === spoken.length) {
        if (!loop) break;
        this.#at = 0;
      }
      const piece = spoken.subarray(this.#at, this.#at + capture.length - filled);
      capture.set(piece, filled);
      filled += piece.length;
      this.#at += piece.length;
    }
    return true;
  }

  play(playout: Int16Array): void {
    this.#options.recorder?.add(playout);
    if (this.#options.loopback) this.#lastPlayed = playout.slice();
  }

  /** Nobody waits for a phone: whoever speaks goes on, and the recording keeps its time. */
  miss(samples: number): void {
    const { spoken, loop } = this.#options;
    if (spoken) this.#at = loop ? (this.#at + samples) % spoken.length : Math.min(spoken.length, this.#at + samples);
    this.#options.recorder?.add(new Int16Array(samples));
  }

  async close(): Promise<void> {
    this.#options.recorder?.close();
  }
}
