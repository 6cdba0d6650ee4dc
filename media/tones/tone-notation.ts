// Reads tones as the ITU's list writes them, and gives them a power that the ear is used to.

import type { Partial } from './oscillator.ts';

export interface Step {
  readonly partials: readonly Partial[];
  readonly durationMs: number;
}

export interface Cadence {
  readonly steps: readonly Step[];
  /** Plays over and over until stopped; otherwise once. */
  readonly repeats: boolean;
}

/** Long steps stand for "for ever": nobody listens to a dial tone for an hour. */
const hourMs = 3_600_000;
/** A sine at full scale has this power in a telephone network (ITU-T G.711, table 5, A-law). */
const fullScaleDbm0 = 3.14;

/** Amplitude, 0 to 1 of full scale, of a sine of this power. */
export function amplitudeOf(dbm0: number): number {
  return 10 ** ((dbm0 - fullScaleDbm0) / 20);
}

/** Frequencies that sound together, with this power in total. */
export function chord(dbm0: number, ...frequenciesHz: readonly number[]): readonly Partial[] {
  const level = amplitudeOf(dbm0) / Math.sqrt(frequenciesHz.length);
  return frequenciesHz.map((hz) => ({ hz, level }));
}

/**
 * `425 0.5 0.5`: Hz, then seconds on and off in turn, over and over; no seconds: without end. `350+440`: together.
 * `400x25`: 400 Hz whose loudness swings wholly at 25 Hz. `950/1400`: the first time on, the second, and so on around.
 */
export function readTone(notation: string, dbm0: number): Cadence {
  const [sounds = '', ...seconds] = notation.split(' ');
  const turns = sounds.split('/').map((sound) => readSound(sound, dbm0));
  if (seconds.length === 0) return { repeats: true, steps: [{ partials: turns[0] ?? [], durationMs: hourMs }] };
  const steps = seconds.map((text, at) => ({
    partials: at % 2 === 1 ? [] : (turns[(at / 2) % turns.length] ?? []),
    durationMs: Number(text) * 1_000,
  }));
  return { repeats: true, steps: steps.filter(({ durationMs }) => durationMs > 0) };
}

function readSound(sound: string, dbm0: number): readonly Partial[] {
  const [carrier = 0, swing] = sound.split('x').map(Number);
  if (swing === undefined) return chord(dbm0, ...sound.split('+').map(Number));
  // (1 + cos m) sin c = sin c + half of each sideband: one and a half times the carrier's power.
  const level = amplitudeOf(dbm0) / Math.sqrt(1.5);
  return [
    { hz: carrier, level },
    { hz: carrier - swing, level: level / 2 },
    { hz: carrier + swing, level: level / 2 },
  ];
}
