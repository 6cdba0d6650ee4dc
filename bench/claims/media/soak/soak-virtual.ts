// A very long call in virtual time, over a network that is a little bad and between clocks that do not agree.

import { readSpeech } from '../../../media/speech/speech.ts';
import { VirtualCall } from '../../../media/virtual-call/virtual-call.ts';
import type { ClaimRun } from '../../claim.ts';
import { collectGarbage } from './garbage.ts';
import type { SoakSample } from './soak-sample.ts';

const network = {
  delayMs: 20,
  lossShare: 0.01,
  burstPackets: 1.5,
  jitter: { kind: 'exponential', meanMs: 3 },
  skewPpm: 200,
} as const;
const periodsAnHour = 180_000;
/** A clock that is 200 ppm off moves by a whole packet each 100 s: a sample's delay is the mean over many of those. */
const periodsASample = periodsAnHour / 12;
/** The first minutes teach the receiver its network, and V8 the code. */
const settledHours = 0.25;

export function soakInVirtualTime(hours: number, say: ClaimRun['say']): SoakSample[] {
  const speech = readSpeech().samples;
  let spoken = 0;
  const call = new VirtualCall({ network, seed: 1, phaseMs: 3 }, (frame) => {
    if (spoken + frame.length > speech.length) spoken = 0;
    frame.set(speech.subarray(spoken, spoken + frame.length));
    spoken += frame.length;
  });
  const heard = new Int16Array(call.periodSamples);
  const samples: SoakSample[] = [];
  let delays = 0;
  for (let period = 1; period <= hours * periodsAnHour; period++) {
    call.period(heard);
    delays += call.delayMs;
    if (period % periodsASample !== 0) continue;
    collectGarbage();
    const sample = {
      hours: period / periodsAnHour,
      megabytes: process.memoryUsage().rss / 1e6,
      delayMs: delays / periodsASample,
    };
    delays = 0;
    if (sample.hours > settledHours) samples.push(sample);
    if (period % periodsAnHour === 0) {
      const { concealedSamples, stretchedSamples, playedSamples } = call.statistics;
      const share = (count: number) => `${((100 * count) / playedSamples).toFixed(2)} %`;
      say(
        `${sample.hours} h of virtual time: ${sample.megabytes.toFixed(1)} MB, delay ${sample.delayMs.toFixed(2)} ms, ${share(concealedSamples)} concealed, ${share(stretchedSamples)} stretched`,
      );
    }
  }
  call.close();
  return samples;
}
