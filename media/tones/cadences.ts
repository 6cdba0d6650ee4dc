// What each tone of the phone sounds like in the administrator's country, and how loud.

import type { ToneName } from '../session.ts';
import { type NationalTones, nationalTones, recommendedTones, type ToneCountry } from './national-tones.ts';
import { amplitudeOf, type Cadence, chord, readTone } from './tone-notation.ts';

/** E.180 asks for -10 dBm0 within 5 dB; the quieter half, for an ear that listens to speech at about -20. */
const progressDbm0 = -13;
/** As loud as speech, which is not turned down for it: noticed in a pause and in speech, hiding no word, startling nobody. */
const waitingDbm0 = -20;
const keypressDbm0 = -22;
/** Digits in the ear answer the finger; nobody decodes them. */
const digitInEarDbm0 = -11;

export function cadencesOf(country: ToneCountry | undefined): Record<ToneName, Cadence> {
  const national: NationalTones | undefined = country === undefined ? undefined : nationalTones[country];
  const tones = { ...recommendedTones, ...national };
  return {
    dial: readTone(tones.dial, progressDbm0),
    ringback: readTone(tones.ringback, progressDbm0),
    busy: readTone(tones.busy, progressDbm0),
    congestion: readTone(tones.congestion, progressDbm0),
    'call-waiting': readTone(tones.callWaiting, waitingDbm0),
    information: readTone(tones.information, progressDbm0),
    keypress: { repeats: false, steps: [{ partials: chord(keypressDbm0, 1_200), durationMs: 30 }] },
  };
}

/** ITU-T Q.23: one low and one high frequency a key. */
export const lowDigitHz = [697, 770, 852, 941] as const;
export const highDigitHz = [1_209, 1_336, 1_477, 1_633] as const;
export const digitLayout = '123A456B789C*0#D';
const shownDigitMs = 120;

function digitFrequencies(digit: string): { readonly low: number; readonly high: number } | undefined {
  const at = digit.length === 1 ? digitLayout.indexOf(digit.toUpperCase()) : -1;
  const low = lowDigitHz[at >> 2];
  const high = highDigitHz[at & 3];
  return at < 0 || low === undefined || high === undefined ? undefined : { low, high };
}

/** For the ear of whoever pressed it; undefined for anything that is not a digit. */
export function digitCadence(digit: string, durationMs = shownDigitMs): Cadence | undefined {
  const pair = digitFrequencies(digit);
  return pair && { repeats: false, steps: [{ partials: chord(digitInEarDbm0, pair.low, pair.high), durationMs }] };
}

/** ETSI ES 201 235-2, 4.2.4: as a telephone sends it, the high tone 2 dB above the low, and silence after it. */
const sentLowDbm0 = -9;
const sentHighDbm0 = -7;

/** For a far end's detector; undefined for anything that is not a digit. */
export function sentDigitCadence(digit: string, durationMs: number, pauseMs: number): Cadence | undefined {
  const pair = digitFrequencies(digit);
  if (!pair) return undefined;
  const partials = [
    { hz: pair.low, level: amplitudeOf(sentLowDbm0) },
    { hz: pair.high, level: amplitudeOf(sentHighDbm0) },
  ];
  return {
    repeats: false,
    steps: [
      { partials, durationMs },
      { partials: [], durationMs: pauseMs },
    ],
  };
}
