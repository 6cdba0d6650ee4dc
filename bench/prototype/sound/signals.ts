// What the bench says in a test: a sweep of all that a telephone carries, and speech.

import { RATE_HZ } from '../../enterprise/audio/script.ts';
import { loadSentence } from '../../enterprise/audio/speech-file.ts';

export const sweepFromHz = 100;
export const sweepToHz = 8_000;
const sweepSeconds = 2.5;
/** Quiet before, for a jitter buffer and a canceller to settle, and after, for the slowest loop to bring it back. */
const leadSeconds = 0.8;
const tailSeconds = 1.2;
/** 12 dB below full scale: loud, and nothing clips. */
const peak = 8_200;
const fadeSeconds = 0.02;

export function silence(seconds: number): Int16Array {
  return new Int16Array(Math.round(seconds * RATE_HZ));
}

/** Logarithmic: each octave gets the same time. */
export function sweep(): Int16Array {
  const samples = silence(sweepSeconds);
  const rate = Math.log(sweepToHz / sweepFromHz);
  const fade = fadeSeconds * RATE_HZ;
  for (let at = 0; at < samples.length; at++) {
    const share = at / samples.length;
    const phase = ((2 * Math.PI * sweepFromHz * sweepSeconds) / rate) * (Math.exp(share * rate) - 1);
    const edge = Math.min(1, at / fade, (samples.length - at) / fade);
    samples[at] = Math.round(peak * edge * Math.sin(phase));
  }
  return samples;
}

export function join(...parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sweepSignal(): Int16Array {
  return join(silence(leadSeconds), sweep(), silence(tailSeconds));
}

/** So many seconds of a person speaking, over and over. */
export function speechSignal(seconds: number): Int16Array {
  const sentence = join(loadSentence('greeting', 'en'), silence(0.3));
  const samples = silence(seconds);
  for (let at = 0; at < samples.length; at += sentence.length) {
    samples.set(sentence.subarray(0, samples.length - at), at);
  }
  return samples;
}
