// The state of one device: kept for whoever asks, and said in the log once each time it changes.

import type { DeviceState } from '../../device-state.ts';

export class ToldState {
  readonly #device: string;
  readonly #warn: (sentence: string) => void;
  #fault: string | undefined;
  #found = 'not looked for yet';
  #isWorking = false;

  constructor(device: string, warn: (sentence: string) => void) {
    this.#device = device;
    this.#warn = warn;
  }

  get state(): DeviceState {
    return { device: this.#device, isWorking: this.#isWorking, sentence: this.#fault ?? this.#found };
  }

  works(found: string): void {
    if (this.#fault !== undefined) this.#warn(`The ${this.#device} works again: ${found}.`);
    this.#fault = undefined;
    this.#found = found;
    this.#isWorking = true;
  }

  /** `fault` says what is wrong and what helps, as part of a sentence. */
  fails(fault: string): void {
    this.#isWorking = false;
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#warn(`The ${this.#device} does not work: ${fault}; the phone goes on trying.`);
  }
}
