// Devices of a real machine that serve several ports at once: each is opened once, however many sections name it.

import type { Clock } from '../clock.ts';
import type { InputMatch } from './input/find-input.ts';
import { InputSource } from './input/input-source.ts';

export class SharedDevices {
  readonly #clock: Clock;
  readonly #warn: (sentence: string) => void;
  readonly #inputs = new Map<string, InputSource>();

  constructor(clock: Clock, warn: (sentence: string) => void) {
    this.#clock = clock;
    this.#warn = warn;
  }

  /** `device` is what a person calls it; of two names the first is kept. */
  input(match: InputMatch, grab: boolean, device: string): InputSource {
    const key = JSON.stringify([match.name, match.phys, match.path, match.kind]);
    let source = this.#inputs.get(key);
    if (!source) {
      source = new InputSource({ match, grab, clock: this.#clock, device, warn: this.#warn });
      source.start();
      this.#inputs.set(key, source);
    }
    return source;
  }

  close(): void {
    for (const source of this.#inputs.values()) source.close();
    this.#inputs.clear();
  }
}
