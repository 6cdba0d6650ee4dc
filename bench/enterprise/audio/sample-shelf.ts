// Hold the recordings of running test calls, and nothing longer than its call: zeroed, dropped and counted.

export class SampleShelf {
  readonly #samples = new Set<Sample>();

  get count(): number {
    return this.#samples.size;
  }

  open(length: number): Sample {
    const sample = new Sample(length, () => this.#samples.delete(sample));
    this.#samples.add(sample);
    return sample;
  }

  /** For the enterprise's own end. */
  destroyAll(): void {
    for (const sample of [...this.#samples]) sample.destroy();
  }
}

export class Sample {
  #data: Int16Array;
  #length = 0;
  readonly #onDestroyed: () => void;

  constructor(length: number, onDestroyed: () => void) {
    this.#data = new Int16Array(length);
    this.#onDestroyed = onDestroyed;
  }

  get isFull(): boolean {
    return this.#length >= this.#data.length;
  }

  /** Never grows: what does not fit is not kept. */
  append(heard: Int16Array): void {
    const piece = heard.subarray(0, this.#data.length - this.#length);
    this.#data.set(piece, this.#length);
    this.#length += piece.length;
  }

  /** The recording itself, not a copy, so that zeroing it reaches everyone who held it. */
  get recorded(): Int16Array {
    return this.#data.subarray(0, this.#length);
  }

  destroy(): void {
    this.#data.fill(0);
    this.#data = new Int16Array(0);
    this.#length = 0;
    this.#onDestroyed();
  }
}
