// A media thread for tests of how threads end: plays what it hears, and on demand throws, or does not come back.

import { parentPort, workerData } from 'node:worker_threads';
import { openAudio } from '../../../hal/linux/alsa-audio.ts';

export interface LoopThread {
  readonly pcm: string;
  /** What happens at the hundredth period. */
  readonly fault: 'none' | 'throws' | 'spins';
}

const spinMs = 2_500;

const { pcm, fault } = workerData as LoopThread;
const handset = { capture: pcm, playback: pcm, capture_db: 0, playback_db: 0 };
const device = await openAudio({ handset }, 240, (sentence) => parentPort?.postMessage(sentence));
let periods = 0;
device.start((capture, playout) => {
  playout.set(capture);
  if (++periods === 50) parentPort?.postMessage('runs');
  if (periods !== 100 || fault === 'none') return;
  if (fault === 'throws') throw new Error('as asked');
  for (const until = performance.now() + spinMs; performance.now() < until; );
  parentPort?.postMessage('is back');
});
