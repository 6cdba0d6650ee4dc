// Ringing melodies, struck like bells: each a few notes and a pause, repeated until somebody answers.

import { speechRateHz } from '../codec/index.ts';

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

/** One period of a melody as samples, drawn once when the ringer first rings. */
function draw(melody: Melody): Int16Array {
  const sum = new Float64Array(Math.round((melody.periodMs * speechRateHz) / 1_000));
  const attack = Math.round(speechRateHz * 0.003);
  for (const note of melody.notes) {
    const from = Math.round((note.atMs * speechRateHz) / 1_000);
    for (const [multiple, share, decayShare] of melody.overtones) {
      const step = (2 * Math.PI * note.hz * multiple) / speechRateHz;
      if (step > Math.PI * 0.9) continue;
      const fall = Math.exp(-1_000 / (note.decayMs * decayShare * speechRateHz));
      let envelope = note.level * share;
      for (let n = from; n < sum.length && envelope > 1e-4; n++) {
        const rise = Math.min(1, (n - from) / attack);
        sum[n] = (sum[n] ?? 0) + envelope * rise * Math.sin(step * (n - from));
        envelope *= fall;
      }
    }
  }
  // A soft knee instead of clipping where many notes ring together.
  return Int16Array.from(sum, (value) => Math.round(30_000 * Math.tanh(value)));
}

const fadeSamples = Math.round(speechRateHz * 0.02);

export class RingerPlayer {
  readonly #drawn = new Map<string, Int16Array>();
  #melody: Int16Array | undefined;
  #at = 0;
  /** 1 while ringing; falls to 0 after `stop`. */
  #gain = 0;
  #ringing = false;

  /** An unknown name rings as the first. */
  start(name: string): void {
    const known = melodies[name] ? name : (ringerNames[0] ?? '');
    const melody = melodies[known];
    if (!melody) return;
    let samples = this.#drawn.get(known);
    if (!samples) {
      samples = draw(melody);
      this.#drawn.set(known, samples);
    }
    this.#melody = samples;
    this.#at = 0;
    this.#gain = 1;
    this.#ringing = true;
  }

  stop(): void {
    this.#ringing = false;
  }

  get isPlaying(): boolean {
    return this.#gain > 0;
  }

  mix(frame: Int16Array): void {
    const melody = this.#melody;
    if (!melody || this.#gain === 0) return;
    for (let n = 0; n < frame.length; n++) {
      if (!this.#ringing) this.#gain = Math.max(0, this.#gain - 1 / fadeSamples);
      const mixed = (frame[n] ?? 0) + this.#gain * (melody[this.#at] ?? 0);
      frame[n] = Math.max(-32_768, Math.min(32_767, Math.round(mixed)));
      this.#at = this.#at + 1 === melody.length ? 0 : this.#at + 1;
    }
  }
}
