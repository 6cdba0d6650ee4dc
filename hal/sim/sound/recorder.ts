// Writes what was heard to a WAV file, for tests and claims; the file is whole once it is closed.

import { closeSync, openSync, writeSync } from 'node:fs';
import { deviceRateHz } from '../../audio.ts';
import { wavHeader, wavHeaderBytes } from './wav.ts';

/** An hour; what comes later is not recorded. */
const mostSamples = 3_600 * deviceRateHz;

export class WavRecorder {
  readonly #file: number;
  /** Half a second: few writes, each short. */
  readonly #buffer = new Int16Array(deviceRateHz / 2);
  #buffered = 0;
  #written = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
    writeSync(this.#file, wavHeader(0));
  }

  add(samples: Int16Array): void {
    for (const sample of samples) {
      this.#buffer[this.#buffered++] = sample;
      if (this.#buffered === this.#buffer.length) this.#flush();
    }
  }

  close(): void {
    this.#flush();
    writeSync(this.#file, wavHeader(this.#written), 0, wavHeaderBytes, 0);
    closeSync(this.#file);
  }

  #flush(): void {
    const count = Math.min(this.#buffered, mostSamples - this.#written);
    this.#buffered = 0;
    if (count <= 0) return;
    writeSync(this.#file, new Uint8Array(this.#buffer.buffer, 0, count * 2));
    this.#written += count;
  }
}
