// What a sound card's microphone hears of its room is told as it is, however well the processing takes it out.

import { afterEach, expect, it } from 'vitest';
import { seededRandom } from '../../../bench/enterprise/relay/impairment.ts';
import type { AudioDevice } from '../../../hal/audio.ts';
import { openAudio } from '../../../hal/linux/alsa-audio.ts';
import type { PathProcessing, ProcessingSettings } from '../../../hal/native/processing.ts';
import { plugIn, until } from './alsa-bench.ts';

const level = { capture_db: 0, playback_db: 0 };
const noiseOnly: ProcessingSettings = { echo: false, noise: true, gain: false, highPass: false };
const speechRms = 3_000;
const signalToNoiseDb = 15;
const seconds = 5;

let device: AudioDevice;
let unplug: () => void;
afterEach(async () => {
  await device.close();
  unplug();
});

/** A second of speech-like tone, a second of nothing, over a hiss that never ends. */
function noisyRoom(): Int16Array {
  const random = seededRandom(7);
  const hiss = (speechRms / 10 ** (signalToNoiseDb / 20)) * Math.sqrt(3);
  return Int16Array.from({ length: seconds * 48_000 }, (_, n) => {
    const speaks = n % 96_000 < 48_000;
    const voice = speaks ? speechRms * Math.SQRT2 * Math.sin((2 * Math.PI * 440 * n) / 48_000) : 0;
    return Math.round(voice + (random() * 2 - 1) * hiss);
  });
}

async function listen(processing: PathProcessing | undefined): Promise<void> {
  const plugged = plugIn({ name: 'handset' });
  unplug = plugged.close;
  const [card] = plugged.cards;
  if (!card) throw new Error('There is no card.');
  const handset = { capture: card.near, playback: card.near, ...level };
  device = await openAudio({ handset, processing }, 960, () => undefined);
  device.setTalking?.(true);
  device.start(() => undefined);
  await until(() => device.statistics().capturing);
  card.say(card.position() + 480, noisyRoom());
}

it('tells speech over noise before the noise is taken out', async () => {
  await listen({ handset: noiseOnly, headset: noiseOnly, speaker: noiseOnly });
  await until(() => device.statistics().signalToNoiseDb !== undefined);
  expect(device.statistics().signalToNoiseDb).toBeGreaterThan(signalToNoiseDb - 5);
  expect(device.statistics().signalToNoiseDb).toBeLessThan(signalToNoiseDb + 5);
});

it('tells nothing of a microphone that is taken as it is', async () => {
  await listen(undefined);
  await until(() => device.statistics().capturing);
  expect(device.statistics().signalToNoiseDb).toBeUndefined();
});
