// Read the spoken sentences that lie beside this file, as speech at the media room's rate.

import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../../hal/result.ts';
import { Upsampler } from '../../../media/codec/resampler.ts';

const MAX_SECONDS = 30;

export type Sentence = 'prompt' | 'greeting';
export type Language = 'en' | 'de';

const cache = new Map<string, Int16Array>();

/** The sentence, or silence of no length where the file is damaged: a call without a prompt is still a call. */
export function loadSentence(sentence: Sentence, language: Language): Int16Array {
  const name = `${sentence}-${language}.wav`;
  const cached = cache.get(name);
  if (cached) return cached;
  const wave = parseWave(readFileSync(new URL(`speech/${name}`, import.meta.url)));
  const speech = wave.ok ? upsample(wave.value.samples, wave.value.rateHz) : new Int16Array(0);
  cache.set(name, speech);
  return speech;
}

export interface Wave {
  readonly rateHz: number;
  readonly samples: Int16Array;
}

/** RIFF with 16-bit mono PCM, nothing else. */
export function parseWave(bytes: Buffer): Result<Wave> {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    return err('not a WAVE file');
  }
  let rateHz = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (body.length < length) return err('truncated');
    if (name === 'fmt ') {
      if (length < 16 || body.readUInt16LE(0) !== 1 || body.readUInt16LE(2) !== 1 || body.readUInt16LE(14) !== 16) {
        return err('not 16-bit mono');
      }
      rateHz = body.readUInt32LE(4);
    } else if (name === 'data') {
      if (rateHz === 0) return err('sound before its format');
      if (length > MAX_SECONDS * rateHz * 2) return err('too long');
      const samples = new Int16Array(Math.floor(length / 2));
      for (let index = 0; index < samples.length; index++) samples[index] = body.readInt16LE(index * 2);
      return ok({ rateHz, samples });
    }
    at += 8 + length + (length % 2);
  }
  return err('no sound in it');
}

function upsample(samples: Int16Array, rateHz: number): Int16Array {
  const speech = new Int16Array((samples.length * 48_000) / rateHz);
  new Upsampler(rateHz).process(samples, speech);
  return speech;
}

/** The first of our languages in the caller's list (RFC 3261 20.3), English otherwise. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters
        .map((each) => /^\s*q\s*=\s*([\d.]+)/.exec(each)?.[1])
        .find((each) => each !== undefined);
      return { tag: tag.split('-')[0] ?? '', quality: Number(quality ?? 1) };
    })
    .filter(({ tag, quality }) => quality > 0 && (tag === 'en' || tag === 'de'))
    .toSorted((left, right) => right.quality - left.quality);
  return wanted[0]?.tag === 'de' ? 'de' : 'en';
}
