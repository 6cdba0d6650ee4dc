// The human speech that every measurement speaks: fixed clips made of Debian's recorded Asterisk prompts.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { G722Decoder } from '../../../media/codec/g722.ts';
import { Upsampler } from '../../../media/codec/resampler.ts';
import { speechRateHz } from '../../../media/codec/speech-codec.ts';
import { seededRandom } from '../../enterprise/relay/impairment.ts';
import { openSpeechPackage } from './speech-package.ts';

interface Recipe {
  readonly package: string;
  readonly folder: string;
  readonly prompts: readonly string[];
  readonly source: string;
}

/** Where a quiet room's own noise lies; digital silence is no sound that a microphone makes. */
const roomNoiseDbfs = -72;
/** Active speech level that telephony calls normal (ITU-T P.800: 26 dB below overload). */
const speechLevelDbfs = -26;
/** Softer 20 ms than this are pauses and do not count for the level. */
const pauseDbfs = -45;
const pauseSeconds = 0.4;
const wideRateHz = 16_000;
const levelFrame = speechRateHz / 50;

function recipe(packageName: string, folder: string, talker: string, prompts: readonly string[]): Recipe {
  const source = `${packageName} of Debian, ${talker}, CC-BY-SA-3.0`;
  return { package: packageName, folder: `usr/share/asterisk/sounds/${folder}`, prompts, source };
}

/**
 * About 22 s each. `allison` is what is published; the others are for what must hold for other words (`allison-other`)
 * and for other talkers (`june`, a woman, French; `carlo`, a man, Italian).
 */
const recipes = {
  allison: recipe('asterisk-core-sounds-en-g722', 'en_US_f_Allison', 'Allison Smith', [
    'queue-periodic-announce',
    'vm-review',
    'dir-usingkeypad',
  ]),
  'allison-other': recipe('asterisk-core-sounds-en-g722', 'en_US_f_Allison', 'Allison Smith', [
    'demo-enterkeywords',
    'vm-opts',
    'vm-newuser',
  ]),
  june: recipe('asterisk-core-sounds-fr-g722', 'fr_CA_f_June', 'June Wallack', [
    'queue-periodic-announce',
    'vm-review',
    'vm-newuser',
  ]),
  carlo: recipe('asterisk-core-sounds-it-g722', 'it_IT_m_Carlo', 'Carlo Flora', [
    'queue-periodic-announce',
    'vm-review',
    'dir-usingkeypad',
  ]),
} satisfies Record<string, Recipe>;

export type SpeechName = keyof typeof recipes;
export const speechNames = Object.keys(recipes) as SpeechName[];

export interface Speech {
  readonly name: SpeechName;
  /** 48 kHz, mono; the same samples on every machine. */
  readonly samples: Int16Array;
  /** Package, talker and licence, for whoever shows a figure made with it. */
  readonly source: string;
}

/** Throws one sentence where the speech cannot be fetched. */
export function readSpeech(name: SpeechName = 'allison'): Speech {
  const { package: packageName, folder, prompts, source } = recipes[name];
  const root = join(openSpeechPackage(packageName), folder);
  const pieces = prompts.map((prompt) => decodePrompt(join(root, `${prompt}.g722`)));
  const pause = Math.round(pauseSeconds * speechRateHz);
  const spoken = new Float64Array(pieces.reduce((length, piece) => length + piece.length + pause, pause));
  let at = pause;
  for (const piece of pieces) {
    spoken.set(piece, at);
    at += piece.length + pause;
  }
  return { name, samples: finish(spoken), source };
}

function decodePrompt(path: string): Int16Array {
  if (!existsSync(path)) throw new Error(`The recorded prompt ${path} is not in its package.`);
  const payload = readFileSync(path);
  const wide = new Int16Array(payload.length * 2);
  const wideSamples = new G722Decoder().decode(payload, wide);
  const full = new Int16Array(wideSamples * (speechRateHz / wideRateHz));
  new Upsampler(wideRateHz).process(wide.subarray(0, wideSamples), full);
  return full;
}

/** Brings the clip to its level, lays the room's noise under all of it, and rounds. */
function finish(spoken: Float64Array): Int16Array {
  const gain = 10 ** ((speechLevelDbfs - activeLevelDbfs(spoken)) / 20);
  const random = seededRandom(1);
  const noise = 32_768 * 10 ** (roomNoiseDbfs / 20);
  const samples = new Int16Array(spoken.length);
  for (let at = 0; at < spoken.length; at++) {
    // Three evens make a bell near enough; each has a variance of a third, so their sum has one.
    const bell = random() * 2 + random() * 2 + random() * 2 - 3;
    samples[at] = Math.round(Math.max(-32_768, Math.min(32_767, (spoken[at] ?? 0) * gain + bell * noise)));
  }
  return samples;
}

function activeLevelDbfs(samples: Float64Array): number {
  let [energy, frames] = [0, 0];
  const threshold = 32_768 ** 2 * 10 ** (pauseDbfs / 10);
  for (let at = 0; at + levelFrame <= samples.length; at += levelFrame) {
    const mean = samples.subarray(at, at + levelFrame).reduce((sum, sample) => sum + sample * sample, 0) / levelFrame;
    if (mean < threshold) continue;
    energy += mean;
    frames++;
  }
  return frames === 0 ? speechLevelDbfs : 10 * Math.log10(energy / frames / 32_768 ** 2);
}
