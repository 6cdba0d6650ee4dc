// Samples waiting between a bursty sender and a steady reader; delay that was never needed is taken out again.

export interface SampleRingSizes {
  /** Samples gathered before reading begins, at first and after each time it ran dry. */
  readonly prefill: number;
  /** The least depth seen over this many samples read is delay that nobody needed. */
  readonly window: number;
  readonly capacity: number;
}

/** Two pieces of sound meet over this many samples (2 ms at 48 kHz), so that a cut does not click. */
const crossfadeSamples = 96;

export class SampleRing {
  readonly #sizes: SampleRingSizes;
  readonly #samples: Int16Array;
  #readAt = 0;
  #writeAt = 0;
  #filling = true;
  #readInWindow = 0;
  #leastDepth = Number.POSITIVE_INFINITY;
  #trimmed = 0;

  constructor(sizes: SampleRingSizes) {
    this.#sizes = sizes;
    this.#samples = new Int16Array(sizes.capacity);
  }

  get depth(): number {
    return this.#writeAt - this.#readAt;
  }

  get trimmed(): number {
    return this.#trimmed;
  }

  write(samples: Int16Array): void {
    for (let at = 0; at < samples.length; at++)
      this.#samples[(this.#writeAt + at) % this.#sizes.capacity] = samples[at] as number;
    this.#writeAt += samples.length;
    const excess = this.depth - this.#sizes.capacity;
    if (excess > 0) this.#skip(excess);
  }

  /** Fills `into` and is true; or fills it with zeros and is false while there is too little to read. */
  read(into: Int16Array): boolean {
    if (this.#filling && this.depth >= Math.max(this.#sizes.prefill, into.length)) this.#filling = false;
    if (this.#filling || this.depth < into.length) {
      this.#filling = true;
      this.#startWindow();
      into.fill(0);
      return false;
    }
    for (let at = 0; at < into.length; at++) into[at] = this.#at(this.#readAt + at);
    this.#readAt += into.length;
    this.#watchDepth(into);
    return true;
  }

  #watchDepth(justRead: Int16Array): void {
    this.#leastDepth = Math.min(this.#leastDepth, this.depth);
    this.#readInWindow += justRead.length;
    if (this.#readInWindow < this.#sizes.window) return;
    const needless = this.#leastDepth - this.#sizes.prefill;
    this.#startWindow();
    if (needless > crossfadeSamples) this.#cut(needless, justRead);
  }

  /** Jump ahead by `samples`, blending the end of what was just read into what comes after the jump. */
  #cut(samples: number, justRead: Int16Array): void {
    const fade = Math.min(crossfadeSamples, justRead.length);
    const start = justRead.length - fade;
    for (let at = 0; at < fade; at++) {
      const share = (at + 1) / (fade + 1);
      const later = this.#at(this.#readAt - fade + samples + at);
      justRead[start + at] = (justRead[start + at] as number) * (1 - share) + later * share;
    }
    this.#skip(samples);
  }

  #skip(samples: number): void {
    this.#readAt += samples;
    this.#trimmed += samples;
  }

  #startWindow(): void {
    this.#readInWindow = 0;
    this.#leastDepth = Number.POSITIVE_INFINITY;
  }

  #at(position: number): number {
    return this.#samples[position % this.#sizes.capacity] as number;
  }
}
