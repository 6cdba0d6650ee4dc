// Sums of sines with a soft start and end, so that no tone ever clicks.

import { speechRateHz } from '../codec/index.ts';
import { intoSixteenBits } from '../mixer/limiter.ts';

/** Long enough to be silent about it, short enough to feel immediate. */
export const rampSamples = Math.round(speechRateHz * 0.006);
/** A raised cosine: neither its ends nor the way between have a corner. */
const ramp = Float64Array.from(
  { length: rampSamples + 1 },
  (_, n) => 0.5 - 0.5 * Math.cos((Math.PI * n) / rampSamples),
);

export interface Partial {
  readonly hz: number;
  /** 0 to 1 of full scale. */
  readonly level: number;
}

export class Oscillator {
  #partials: readonly Partial[] = [];
  #phases = new Float64Array(0);
  /** Place on the ramp. */
  #at = 0;
  #isSounding = false;

  /** Sound these; only one that is silent takes other partials without a jump. */
  sound(partials: readonly Partial[]): void {
    if (partials !== this.#partials) {
      this.#partials = partials;
      if (this.#phases.length !== partials.length) this.#phases = new Float64Array(partials.length);
      this.#phases.fill(0);
    }
    this.#isSounding = true;
  }

  hush(): void {
    this.#isSounding = false;
  }

  get isSilent(): boolean {
    return this.#at === 0 && !this.#isSounding;
  }

  /** Not heard yet, or not any more. */
  get isInaudible(): boolean {
    return this.#at === 0;
  }

  /** While it sounds or fades out. */
  plays(partials: readonly Partial[]): boolean {
    return partials === this.#partials;
  }

  /** Adds `count` samples from `from` on, times `level`: the exact sum, rounded, wherever that has room to spare. */
  mix(frame: Int16Array, from: number, count: number, level: number): void {
    if (this.isSilent) return;
    for (let n = from; n < from + count; n++) {
      this.#at = this.#isSounding ? Math.min(rampSamples, this.#at + 1) : Math.max(0, this.#at - 1);
      let sum = 0;
      for (let k = 0; k < this.#partials.length; k++) {
        const partial = this.#partials[k];
        if (!partial) continue;
        const phase = this.#phases[k] ?? 0;
        sum += partial.level * Math.sin(phase);
        const next = phase + (2 * Math.PI * partial.hz) / speechRateHz;
        this.#phases[k] = next > 2 * Math.PI ? next - 2 * Math.PI : next;
      }
      frame[n] = intoSixteenBits((frame[n] ?? 0) + 32_767 * level * (ramp[this.#at] ?? 0) * sum);
    }
    if (this.isSilent) this.#phases.fill(0);
  }
}
