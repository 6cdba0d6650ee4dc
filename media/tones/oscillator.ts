// Sums of sines with a soft start and end, so that no tone ever clicks.

import { speechRateHz } from '../codec/index.ts';

/** Long enough to be silent about it, short enough to feel immediate. */
const rampSamples = Math.round(speechRateHz * 0.006);

export interface Partial {
  readonly hz: number;
  /** 0 to 1 of full scale. */
  readonly level: number;
}

export class Oscillator {
  #partials: readonly Partial[] = [];
  #phases = new Float64Array(0);
  #gain = 0;
  #target = 0;

  /** Sound these; phases start anew only from silence, so that a change does not jump. */
  sound(partials: readonly Partial[]): void {
    if (partials !== this.#partials) {
      this.#partials = partials;
      if (this.#phases.length !== partials.length) this.#phases = new Float64Array(partials.length);
    }
    this.#target = 1;
  }

  hush(): void {
    this.#target = 0;
  }

  get isSilent(): boolean {
    return this.#gain === 0 && this.#target === 0;
  }

  /** Adds `count` samples from `from` on, times `level`. */
  mix(frame: Int16Array, from: number, count: number, level: number): void {
    if (this.isSilent) return;
    for (let n = from; n < from + count; n++) {
      this.#gain =
        this.#target > this.#gain
          ? Math.min(1, this.#gain + 1 / rampSamples)
          : Math.max(this.#target, this.#gain - 1 / rampSamples);
      let sum = 0;
      for (let k = 0; k < this.#partials.length; k++) {
        const partial = this.#partials[k];
        if (!partial) continue;
        const phase = this.#phases[k] ?? 0;
        sum += partial.level * Math.sin(phase);
        const next = phase + (2 * Math.PI * partial.hz) / speechRateHz;
        this.#phases[k] = next > 2 * Math.PI ? next - 2 * Math.PI : next;
      }
      const mixed = (frame[n] ?? 0) + 32_767 * level * this.#gain * sum;
      frame[n] = Math.max(-32_768, Math.min(32_767, Math.round(mixed)));
    }
    if (this.#gain === 0 && this.#target === 0) this.#phases.fill(0);
  }
}
