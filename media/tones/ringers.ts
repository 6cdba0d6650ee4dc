// Ringing melodies, struck like bells: each a few notes and a pause, repeated until somebody answers.

import { speechRateHz } from '../codec/index.ts';
import { intoSixteenBits } from '../mixer/limiter.ts';

interface Note {
  readonly atMs: number;
  readonly hz: number;
  readonly level: number;
  /** Time to fall to a third. */
  readonly decayMs: number;
}

interface Melody {
  readonly periodMs: number;
  readonly notes: readonly Note[];
  /** Overtones of the bell: multiple of the pitch, share of its level, share of its decay. */
  readonly overtones: readonly (readonly [multiple: number, level: number, decay: number])[];
}

function strike(decayMs: number, level: number, ...notes: (readonly [atMs: number, hz: number])[]): Note[] {
  return notes.map(([atMs, hz]) => ({ atMs, hz, level, decayMs }));
}

const wood = [
  [1, 1, 1],
  [3.9, 0.25, 0.35],
  [9.2, 0.06, 0.2],
] as const;
const glass = [
  [1, 1, 1],
  [2, 0.35, 0.8],
  [3, 0.18, 0.5],
  [5.4, 0.05, 0.3],
] as const;
const bell = [
  [1, 1, 1],
  [2.76, 0.3, 0.6],
  [5.4, 0.12, 0.35],
] as const;

const melodies: Record<string, Melody> = {
  Harbour: {
    periodMs: 3_600,
    overtones: glass,
    notes: strike(420, 0.3, [0, 523.25], [160, 659.25], [320, 783.99], [640, 659.25], [800, 783.99], [960, 1_046.5]),
  },
  Marimba: {
    periodMs: 3_200,
    overtones: wood,
    notes: strike(220, 0.42, [0, 587.33], [140, 880], [280, 739.99], [560, 587.33], [700, 880], [840, 1_174.66]),
  },
  Chime: { periodMs: 4_000, overtones: bell, notes: strike(900, 0.3, [0, 659.25], [500, 523.25]) },
  Classic: {
    periodMs: 4_000,
    overtones: bell,
    // Two clappers, as the old bells had: quick strokes for a second.
    notes: strike(
      90,
      0.28,
      ...Array.from({ length: 24 }, (_, n) => [n * 45, n % 2 === 0 ? 1_318.51 : 1_567.98] as const),
    ),
  },
  Lantern: {
    periodMs: 3_800,
    overtones: glass,
    notes: strike(600, 0.3, [0, 440], [220, 554.37], [440, 659.25], [900, 880]),
  },
};

export const ringerNames: readonly string[] = Object.keys(melodies);

const attackSamples = Math.round(speechRateHz * 0.003);
/** A note that has fallen so far is not heard under the others. */
const inaudible = 1e-4;

/** One overtone of one note: a resonator, struck once a period, at two multiplications a sample. */
class Strike {
  readonly #atSample: number;
  readonly #level: number;
  readonly #fall: number;
  readonly #turn: number;
  readonly #first: number;
  #last = 0;
  #beforeLast = 0;
  #envelope = 0;
  #age = 0;

  constructor(note: Note, [multiple, share, decayShare]: readonly [number, number, number]) {
    const step = (2 * Math.PI * note.hz * multiple) / speechRateHz;
    this.#atSample = Math.round((note.atMs * speechRateHz) / 1_000);
    this.#level = step > Math.PI * 0.9 ? 0 : note.level * share;
    this.#fall = Math.exp(-1_000 / (note.decayMs * decayShare * speechRateHz));
    this.#turn = 2 * this.#fall * Math.cos(step);
    this.#first = Math.sin(-step) / this.#fall;
  }

  /** Adds itself to `sum`, whose first sample is number `from` of the melody's period. */
  ring(sum: Float64Array, from: number): void {
    const struckAt = this.#atSample - from;
    let n = 0;
    if (struckAt >= 0 && struckAt < sum.length) {
      this.#sound(sum, 0, struckAt);
      this.#envelope = this.#level;
      this.#age = 0;
      // The two samples before the next: sin(0) at the strike, and what a swing before it would have been.
      this.#last = 0;
      this.#beforeLast = this.#level * this.#first;
      n = struckAt;
    }
    this.#sound(sum, n, sum.length);
  }

  #sound(sum: Float64Array, from: number, to: number): void {
    if (this.#envelope < inaudible) return;
    const fallTwice = this.#fall * this.#fall;
    for (let n = from; n < to; n++) {
      const value = this.#turn * this.#last - fallTwice * this.#beforeLast;
      this.#beforeLast = this.#last;
      this.#last = value;
      sum[n] = (sum[n] ?? 0) + value * Math.min(1, this.#age++ / attackSamples);
    }
    this.#envelope *= this.#fall ** (to - from);
  }
}

const fadeSamples = Math.round(speechRateHz * 0.02);

/** One melody on its way: it begins with its first strike and ends by fading out. Nothing is drawn ahead of time. */
class Ringing {
  readonly #strikes: readonly Strike[];
  readonly #periodSamples: number;
  #sum = new Float64Array(0);
  #at = 0;
  #fadeLeft = fadeSamples;
  #hasBegun = false;
  #isStopped = false;

  constructor(melody: Melody) {
    this.#periodSamples = Math.round((melody.periodMs * speechRateHz) / 1_000);
    this.#strikes = melody.notes.flatMap((note) => melody.overtones.map((overtone) => new Strike(note, overtone)));
  }

  stop(): void {
    this.#isStopped = true;
    if (!this.#hasBegun) this.#fadeLeft = 0;
  }

  get isHeard(): boolean {
    return this.#fadeLeft > 0;
  }

  mix(frame: Int16Array): void {
    this.#hasBegun = true;
    if (this.#fadeLeft === 0) return;
    if (this.#sum.length !== frame.length) this.#sum = new Float64Array(frame.length);
    this.#sum.fill(0);
    this.#ring(0, Math.min(frame.length, this.#periodSamples - this.#at));
    for (let n = 0; n < frame.length && this.#fadeLeft > 0; n++) {
      if (this.#isStopped) this.#fadeLeft--;
      const gain = 0.5 - 0.5 * Math.cos((Math.PI * this.#fadeLeft) / fadeSamples);
      // A soft knee instead of clipping where many notes ring together.
      frame[n] = intoSixteenBits((frame[n] ?? 0) + gain * 30_000 * Math.tanh(this.#sum[n] ?? 0));
    }
  }

  /** Frames may span the end of the melody's period. */
  #ring(from: number, to: number): void {
    const part = this.#sum.subarray(from, to);
    for (let at = 0; at < this.#strikes.length; at++) this.#strikes[at]?.ring(part, this.#at);
    this.#at = (this.#at + part.length) % this.#periodSamples;
    if (to < this.#sum.length) this.#ring(to, Math.min(this.#sum.length, to + this.#periodSamples));
  }
}

export class RingerPlayer {
  #current: Ringing | undefined;
  /** The one before, while it fades out under the one that has begun. */
  #last: Ringing | undefined;

  /** An unknown name rings as the first. */
  start(name: string): void {
    const melody = melodies[Object.hasOwn(melodies, name) ? name : (ringerNames[0] ?? '')];
    if (!melody) return;
    this.stop();
    if (this.#current?.isHeard) this.#last = this.#current;
    this.#current = new Ringing(melody);
  }

  stop(): void {
    this.#current?.stop();
  }

  get isPlaying(): boolean {
    return this.#current?.isHeard === true || this.#last?.isHeard === true;
  }

  mix(frame: Int16Array): void {
    this.#last?.mix(frame);
    this.#current?.mix(frame);
  }
}
