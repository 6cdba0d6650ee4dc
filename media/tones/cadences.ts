// What each tone sounds like: its frequencies and its rhythm.

import type { ToneName } from '../session.ts';
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

function on(durationMs: number, level: number, ...frequencies: number[]): Step {
  return { durationMs, partials: frequencies.map((hz) => ({ hz, level: level / frequencies.length })) };
}

function off(durationMs: number): Step {
  return { durationMs, partials: [] };
}

/** Long steps stand for "for ever": nobody listens to a dial tone for an hour. */
const hourMs = 3_600_000;

/** European call progress tones (ETSI TR 101 041, ITU-T E.180): 425 Hz told apart by rhythm. */
export const toneCadences: Record<ToneName, Cadence> = {
  dial: { repeats: true, steps: [on(hourMs, 0.12, 350, 440)] },
  ringback: { repeats: true, steps: [on(1_000, 0.12, 425), off(4_000)] },
  busy: { repeats: true, steps: [on(500, 0.14, 425), off(500)] },
  congestion: { repeats: true, steps: [on(250, 0.14, 425), off(250)] },
  'call-waiting': { repeats: true, steps: [on(200, 0.1, 425), off(200), on(200, 0.1, 425), off(5_000)] },
  keypress: { repeats: false, steps: [on(30, 0.06, 1_200)] },
};

/** ITU-T Q.23: one low and one high frequency a key. */
const lowHz = [697, 770, 852, 941];
const highHz = [1_209, 1_336, 1_477, 1_633];
const layout = '123A456B789C*0#D';
const digitToneMs = 120;

export function digitCadence(digit: string, durationMs = digitToneMs): Cadence | undefined {
  const at = digit.length === 1 ? layout.indexOf(digit.toUpperCase()) : -1;
  const low = lowHz[at >> 2];
  const high = highHz[at & 3];
  if (at < 0 || low === undefined || high === undefined) return undefined;
  return { repeats: false, steps: [on(durationMs, 0.3, low, high)] };
}
