// A microphone's sound for a call: the fixed clip of human speech as a WAV file, said over and over.

import { writeFileSync } from 'node:fs';
import { deviceRateHz } from '../../../hal/audio.ts';
import { wavHeader } from '../../../hal/sim/sound/wav.ts';
import { readSpeech } from '../../media/speech/speech.ts';

/** At least so long; always whole clips, so that the file can be begun again at its end. */
export function writeSpeechFile(file: string, seconds = 1): void {
  const { samples } = readSpeech();
  const clip = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const times = Math.ceil((seconds * deviceRateHz) / samples.length);
  writeFileSync(file, Buffer.concat([wavHeader(samples.length * times), ...Array<Buffer>(times).fill(clip)]));
}
