// How loud somebody speaks and how loud it is while nobody does, from the levels of the last several seconds.

import type { FrameFigures } from '../frame-figures.ts';

const quietest = -100;
/** Frames of digital silence (a muted far end, a stopped device) tell of neither speech nor room. */
const silenceDbfs = -90;
/** Each second counts this much less than the one after it: half of what is known is from the last 5 s. */
const keptPerSecond = 0.87;
/** The quietest tenth of the time is taken for the room without speech. */
const noiseQuantile = 0.1;
/** Whoever speaks is at least so much louder than the room, in dB. */
const speechAboveNoiseDb = 9;
/** Too little sound to tell anything from, in frames' worth. */
const leastFrames = 60;
/** Less speech than this in the remembered time is a cough. */
const leastSpeechShare = 0.04;

/** In dBFS; absent where there was not enough of the kind to say. */
export interface SpeechFigures {
  readonly speechDbfs: number | undefined;
  readonly noiseDbfs: number | undefined;
  readonly signalToNoiseDb: number | undefined;
}

export class SpeechLevels {
  /** Frames at each level, -100 to 0 dBFS in steps of 1 dB, fading with time. */
  readonly #frames = new Float64Array(1 - quietest);

  /** A frame of 10 to 60 ms; its constant part (a converter's offset) is not heard and does not count. */
  observe({ samples, sum, energy }: FrameFigures): void {
    const count = Math.max(1, samples);
    const power = (energy / count - (sum / count) ** 2) / 32_768 ** 2;
    const dbfs = power <= 1e-10 ? quietest : 10 * Math.log10(power);
    const bin = Math.min(this.#frames.length - 1, Math.max(0, Math.round(dbfs) - quietest));
    this.#frames[bin] = (this.#frames[bin] ?? 0) + 1;
  }

  /** Once a second. */
  take(): SpeechFigures {
    const figures = this.#figures();
    for (let bin = 0; bin < this.#frames.length; bin++) this.#frames[bin] = (this.#frames[bin] ?? 0) * keptPerSecond;
    return figures;
  }

  #figures(): SpeechFigures {
    const from = silenceDbfs - quietest + 1;
    const total = this.#countFrom(from);
    if (total < leastFrames) return { speechDbfs: undefined, noiseDbfs: undefined, signalToNoiseDb: undefined };
    const noiseDbfs = this.#quantile(from, total * noiseQuantile);
    const loudFrom = noiseDbfs - quietest + speechAboveNoiseDb;
    const loud = this.#countFrom(loudFrom);
    const speechDbfs = loud < total * leastSpeechShare ? undefined : this.#meanFrom(loudFrom, loud);
    return {
      speechDbfs,
      noiseDbfs,
      signalToNoiseDb: speechDbfs === undefined ? undefined : speechDbfs - noiseDbfs,
    };
  }

  #countFrom(bin: number): number {
    let count = 0;
    for (let at = bin; at < this.#frames.length; at++) count += this.#frames[at] ?? 0;
    return count;
  }

  #quantile(from: number, wanted: number): number {
    let count = 0;
    for (let at = from; at < this.#frames.length; at++) {
      count += this.#frames[at] ?? 0;
      if (count >= wanted) return at + quietest;
    }
    return 0;
  }

  /** The mean of the power, not of the decibels (as ITU-T P.56 has it). */
  #meanFrom(bin: number, count: number): number {
    let power = 0;
    for (let at = bin; at < this.#frames.length; at++) power += (this.#frames[at] ?? 0) * 10 ** ((at + quietest) / 10);
    return 10 * Math.log10(power / count);
  }
}
