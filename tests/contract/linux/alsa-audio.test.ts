// Sound by ALSA keeps the contract of its port, on virtual cards with a clock of their own.

import { afterEach } from 'vitest';
import type { AudioDevice } from '../../../hal/audio.ts';
import { openAudio } from '../../../hal/linux/alsa-audio.ts';
import { audioContract } from '../ports/audio-contract.ts';
import { passMs, plugIn } from './alsa-bench.ts';

const asItIs = { capture_db: 0, playback_db: 0 };

let open: { readonly device: AudioDevice; readonly unplug: () => void } | undefined;
afterEach(async () => {
  await open?.device.close();
  open?.unplug();
  open = undefined;
});

for (const periodSamples of [240, 960]) {
  audioContract(`AlsaAudio at ${periodSamples} samples`, async () => {
    const { cards, close } = plugIn({ name: 'microphone' }, { name: 'speaker', ppm: 200 });
    const [microphone, speaker] = cards;
    if (!microphone || !speaker) throw new Error('Two cards were plugged in.');
    const handset = { capture: microphone.near, playback: speaker.near, ...asItIs };
    const device = await openAudio({ handset }, periodSamples);
    open = { device, unplug: close };
    return {
      device,
      pass: (byMs) => passMs(speaker, byMs),
      loseMicrophone: () => microphone.unplug(),
    };
  });
}
