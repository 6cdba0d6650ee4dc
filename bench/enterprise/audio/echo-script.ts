// Say back what is heard, after an optional greeting.

import { type Cue, NO_CUES, play, type Script } from './script.ts';

export class EchoScript implements Script {
  readonly patienceMs = 60_000;
  readonly #greeting: Int16Array;
  #position = 0;

  constructor(greeting: Int16Array = new Int16Array(0)) {
    this.#greeting = greeting;
  }

  exchange(heard: Int16Array, spoken: Int16Array): readonly Cue[] {
    if (this.#position < this.#greeting.length) this.#position = play(this.#greeting, this.#position, spoken);
    else spoken.set(heard);
    return NO_CUES;
  }

  end(): void {
    // Nothing that was heard outlives its own frame.
  }
}
