// Opens the simulated audio device inside the media thread: a page's microphone and speaker, a file, or silence.

import { readFile } from 'node:fs/promises';
import type { OpenAudio } from '../audio.ts';
import type { PathProcessing } from '../native/processing.ts';
import { SystemClock } from '../system/clock.ts';
import { SimAudioDevice } from './sound/device.ts';
import type { FarSide } from './sound/far-side.ts';
import { Microphone } from './sound/microphone.ts';
import { PageSound } from './sound/page-sound.ts';
import { RecordedSound } from './sound/recorded-sound.ts';
import { WavRecorder } from './sound/recorder.ts';
import { parseWav } from './sound/wav.ts';

/** Options of this driver in a board file. */
export type SimAudioOptions = SimFarSide & { readonly processing?: PathProcessing };

type SimFarSide =
  | { readonly mode: 'page'; readonly token: string; readonly origins: readonly string[] }
  /** `capture` is a WAV file (16-bit, mono, 48 kHz); `record` is written with what the ear would hear. */
  | { readonly mode: 'file'; readonly capture: string; readonly loop?: boolean; readonly record?: string }
  | { readonly mode: 'loopback' }
  | { readonly mode: 'silence' };

export const openAudio: OpenAudio = async (options, periodSamples, warn) => {
  const { processing, ...side } = options as SimAudioOptions;
  const farSide = await openFarSide(side, warn);
  return new SimAudioDevice(farSide, new SystemClock(), periodSamples, new Microphone(periodSamples, processing));
};

async function openFarSide(options: SimFarSide, warn: (sentence: string) => void = () => undefined): Promise<FarSide> {
  switch (options.mode) {
    case 'page':
      return PageSound.open({ token: options.token, origins: options.origins, onRefused: warn });
    case 'file': {
      const spoken = parseWav(await readFile(options.capture));
      if (!spoken.ok) throw new Error(`The sound file ${options.capture} is ${spoken.error}.`);
      const recorder = options.record === undefined ? {} : { recorder: new WavRecorder(options.record) };
      return new RecordedSound({ spoken: spoken.value, loop: options.loop ?? false, ...recorder });
    }
    case 'loopback':
      return new RecordedSound({ loopback: true });
    case 'silence':
      return new RecordedSound();
    default:
      throw new Error('The simulated audio device knows the modes page, file, loopback and silence.');
  }
}
