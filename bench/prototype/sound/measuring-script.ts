// The bench's end of a measuring call: says a signal, keeps what comes back beside it, and hangs up.

import { type Cue, NO_CUES, play, RATE_HZ, type Script } from '../../enterprise/audio/script.ts';

const hangUp: readonly Cue[] = [{ kind: 'hang-up' }];

export interface Measured {
  readonly said: Int16Array;
  /** In step with what was said, sample by sample. */
  readonly heard: Int16Array;
}

export class MeasuringScript implements Script {
  readonly patienceMs = 10_000;
  /** Once, when the call is over; what was heard is shorter where the call ended early. */
  readonly measured: Promise<Measured>;
  readonly #said: Int16Array;
  readonly #heard: Int16Array;
  readonly #resolve: (measured: Measured) => void;
  readonly #isEcho: boolean;
  #position = 0;
  #asked = false;

  /** `isEcho`: when all is said, the far end hears itself for as long as it stays. */
  constructor(said: Int16Array, isEcho = false) {
    this.#said = said;
    this.#heard = new Int16Array(said.length);
    this.#isEcho = isEcho;
    const { promise, resolve } = Promise.withResolvers<Measured>();
    this.measured = promise;
    this.#resolve = resolve;
  }

  get lengthMs(): number {
    return (this.#said.length * 1000) / RATE_HZ;
  }

  exchange(heard: Int16Array, spoken: Int16Array): readonly Cue[] {
    if (this.#position < this.#said.length) {
      this.#heard.set(heard.subarray(0, this.#heard.length - this.#position), this.#position);
      this.#position = play(this.#said, this.#position, spoken);
      return NO_CUES;
    }
    if (this.#isEcho) {
      spoken.set(heard);
      return NO_CUES;
    }
    if (this.#asked) return NO_CUES;
    this.#asked = true;
    return hangUp;
  }

  end(): void {
    this.#resolve({ said: this.#said.slice(0, this.#position), heard: this.#heard.slice(0, this.#position) });
  }
}
