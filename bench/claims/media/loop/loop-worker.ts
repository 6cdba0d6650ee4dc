// The media thread of media.loop: plays what it hears, and makes garbage as packets and statistics would.

import { parentPort, workerData } from 'node:worker_threads';
import { openAudio } from '../../../../hal/linux/alsa-audio.ts';

export interface LoopStart {
  readonly pcm: string;
}

export interface LoopEnd {
  readonly warnings: readonly string[];
  readonly starvedPeriods: number;
  readonly xruns: number;
  readonly realTime: boolean;
}

/** 5 ms, the thread's own step: what a codec's packet time adds is not the device's. */
const periodSamples = 240;
const objectsAPeriod = 200;

if (!parentPort) throw new Error('The loop is started by its claim, as a thread.');
const parent = parentPort;
const { pcm } = workerData as LoopStart;
const warnings: string[] = [];
const handset = { capture: pcm, playback: pcm, capture_db: 0, playback_db: 0 };
const device = await openAudio({ handset }, periodSamples, (sentence) => warnings.push(sentence));

let garbage: unknown[] = [];
let periods = 0;
/** The card opens within the first second, and until then nobody plays. */
let atFirst = { starvedPeriods: 0, xruns: 0 };
device.start((capture, playout) => {
  playout.set(capture);
  garbage = Array.from({ length: objectsAPeriod }, (_, n) => ({ n, text: `p${n}`, garbage: garbage.length }));
  if (++periods === 200) atFirst = device.statistics();
});
parent.postMessage('started');

parent.on('message', async () => {
  const { starvedPeriods, xruns, realTime } = device.statistics();
  await device.close();
  const end: LoopEnd = {
    warnings,
    starvedPeriods: starvedPeriods - atFirst.starvedPeriods,
    xruns: xruns - atFirst.xruns,
    realTime: realTime === true,
  };
  parent.postMessage(end);
  parent.close();
});
