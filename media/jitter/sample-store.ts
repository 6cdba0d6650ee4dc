// Decoded speech that waits to be played, with what was played last kept in front of it: one array, nothing allocated.

import { longestPayloadSamples } from '../codec/speech-codec.ts';

/** Played samples that stay for finding the pitch: its longest period and the window compared, 15 + 10 ms. */
export const historySamples = 1_200;
const waitingSamples = 3 * longestPayloadSamples;
const size = historySamples + waitingSamples;
/** A jump in the sound is bent straight over 2.5 ms; left alone it clicks. */
const declickSamples = 120;

export class SampleStore {
  /** Public to the stretcher alone, which works in place between `from` and `to`. */
  readonly samples = new Int16Array(size + longestPayloadSamples);
  /** Decoders write here; `append` takes it from here. */
  readonly #scratch = this.samples.subarray(size);
  #views = new Map<number, Int16Array>();
  from = historySamples;
  to = historySamples;

  get count(): number {
    return this.to - this.from;
  }

  get scratch(): Int16Array {
    return this.#scratch;
  }

  /** The scratch, cut to a length: one view a length, as decoders take the frame's length from it. */
  scratchOf(length: number): Int16Array {
    let view = this.#views.get(length);
    if (!view) {
      // Packet times are few; a stranger who invents lengths shall not fill the memory.
      if (this.#views.size > 16) this.#views.clear();
      view = this.#scratch.subarray(0, length);
      this.#views.set(length, view);
    }
    return view;
  }

  /** What was written to the scratch now waits to be played; where it does not continue what is there, it is bent to. */
  append(count: number, isContinuous: boolean): void {
    const { samples } = this;
    if (this.to + count > size) this.#compact();
    const taken = Math.min(count, size - this.to);
    samples.copyWithin(this.to, size, size + taken);
    if (!isContinuous) {
      const step = (samples[this.to - 1] as number) - (samples[this.to] as number);
      const bent = Math.min(declickSamples, taken);
      for (let n = 0; n < bent; n++) {
        const bend = (samples[this.to + n] as number) + step * (1 - (n + 1) / (bent + 1));
        samples[this.to + n] = bend > 32_767 ? 32_767 : bend < -32_768 ? -32_768 : bend;
      }
    }
    this.to += taken;
  }

  read(frame: Int16Array, at: number): number {
    const { samples } = this;
    const count = Math.min(frame.length - at, this.count);
    const { from } = this;
    for (let n = 0; n < count; n++) frame[at + n] = samples[from + n] as number;
    this.from += count;
    return count;
  }

  /** Room for `count` samples behind `to`, for whoever lengthens what waits. */
  makeRoom(count: number): boolean {
    if (this.to + count > size) this.#compact();
    return this.to + count <= size;
  }

  #compact(): void {
    const start = this.from - historySamples;
    this.samples.copyWithin(0, start, this.to);
    this.from -= start;
    this.to -= start;
  }

  clear(): void {
    this.from = historySamples;
    this.to = historySamples;
    this.samples.fill(0, 0, historySamples);
  }
}
