// media.loop: from a card's microphone through rings and media thread to its speaker, counted in frames of the card.

import { Worker } from 'node:worker_threads';
import type { VirtualCard } from '../../../media/vclk/virtual-card.ts';
import { openVirtualCards } from '../../../media/vclk/virtual-cards.ts';
import { type Claim, type ClaimRun, percentile } from '../../claim.ts';
import type { LoopEnd, LoopStart } from './loop-worker.ts';

const claimSeconds = 600;
/** No multiple of a period, so that pulses fall everywhere in it. */
const pulseEveryMs = 137;
/** Looked for so long; what has not come by then is lost, not late. */
const searchMs = 400;
const aheadMs = 500;
const leastAheadMs = 50;
const pulseFrames = 8;
const pulseLevel = 20_000;
const heardLevel = 8_000;

/** Garbage as a bad day of the user interface makes it: 60,000 objects and 30 ms of work, ten times a second. */
const stressEveryMs = 100;
const stressWorkMs = 30;
const stressObjects = 60_000;

export const mediaLoop: Claim = {
  name: 'media.loop',
  what: 'ALSA in to ALSA out through rings and media thread, 10 minutes under allocation stress',
  measure: ({ say }) => measureLoop(claimSeconds, say),
};

export async function measureLoop(seconds: number, say: ClaimRun['say']) {
  const cards = openVirtualCards({ name: 'desk' });
  const [card] = cards.cards;
  if (!card) throw new Error('No virtual card was opened.');
  process.env.ALSA_CONFIG_PATH = cards.environment.ALSA_CONFIG_PATH;
  const stopStress = stress();
  try {
    const loop = await startLoop(card.near);
    const delays = await pulse(card, seconds);
    const { warnings, starvedPeriods, xruns, realTime } = await loop.stop();
    for (const sentence of warnings) say(sentence);
    const lost = delays.filter((delay) => !Number.isFinite(delay)).length;
    say(`${delays.length} pulses in ${seconds} s, ${lost} lost; longest ${percentile(delays, 1).toFixed(1)} ms`);
    say(`card started anew ${xruns} times, media thread late ${starvedPeriods} times, real time: ${realTime}`);
    return [
      { name: 'p50', value: percentile(delays, 0.5), unit: 'ms', goal: { operator: '<=', value: 16 } as const },
      { name: 'p99', value: percentile(delays, 0.99), unit: 'ms', goal: { operator: '<=', value: 20 } as const },
      // A period that the media thread missed is heard like one that the card missed.
      { name: 'xruns', value: xruns + starvedPeriods, unit: 'times', goal: { operator: '<=', value: 0 } as const },
    ];
  } finally {
    stopStress();
    cards.close();
  }
}

async function startLoop(pcm: string) {
  const workerData: LoopStart = { pcm };
  const worker = new Worker(new URL('./loop-worker.ts', import.meta.url), { workerData });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  return {
    stop: () =>
      new Promise<LoopEnd>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.postMessage('stop');
      }),
  };
}

/** Delays in milliseconds, infinite for a pulse that never came. */
async function pulse(card: VirtualCard, seconds: number): Promise<readonly number[]> {
  const framesPerMs = card.rateHz / 1000;
  const shape = new Int16Array(pulseFrames).fill(pulseLevel);
  const delays: number[] = [];
  const waiting: number[] = [];
  const begun = card.position();
  let next = begun + 1_000 * framesPerMs;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const now = card.position();
      // Far ahead of the clock, so that this thread's own lateness moves no pulse; one too late is not said at all.
      next = Math.max(next, now + leastAheadMs * framesPerMs);
      for (; next < now + aheadMs * framesPerMs; next += pulseEveryMs * framesPerMs) {
        card.say(next, shape);
        waiting.push(next);
      }
      while ((waiting[0] ?? Number.POSITIVE_INFINITY) + searchMs * framesPerMs < now) {
        const said = waiting.shift() ?? 0;
        const at = card.hear(said, (pulseEveryMs - 1) * framesPerMs).findIndex((sample) => sample > heardLevel);
        delays.push(at < 0 ? Number.POSITIVE_INFINITY : at / framesPerMs);
      }
      if (now - begun < seconds * card.rateHz) return;
      clearInterval(timer);
      resolve(delays);
    }, 10);
  });
}

function stress(): () => void {
  let kept: unknown[] = [];
  const timer = setInterval(() => {
    kept = [];
    const until = performance.now() + stressWorkMs;
    for (let n = 0; n < stressObjects; n++) kept.push({ n, text: `x${n}`, list: [n, n] });
    while (performance.now() < until) JSON.parse('{"a":[1,2,3],"b":{"c":1}}');
  }, stressEveryMs);
  return () => clearInterval(timer);
}
