// A call in real time between two of the phone's endpoints on loopback, each with a clock of its own as a phone has.

import { setTimeout as delay } from 'node:timers/promises';
import { SystemClock } from '../../../../hal/system/clock.ts';
import { SystemRandom } from '../../../../hal/system/random.ts';
import { speechRateHz } from '../../../../media/codec/index.ts';
import { openRtpEndpoint, type RtpEndpoint } from '../../../../media/endpoint/index.ts';
import { startFrameClock } from '../../../../media/frame-clock.ts';
import type { MediaParameters } from '../../../../media/session.ts';
import { readSpeech } from '../../../media/speech/speech.ts';
import { type ClaimRun, percentile } from '../../claim.ts';
import { collectGarbage } from './garbage.ts';
import type { SoakSample } from './soak-sample.ts';

const periodMs = 20;
const periodSamples = (periodMs * speechRateHz) / 1_000;
const sampleMs = 5_000;
/** V8 compiles and caches for minutes; what grows then is no leak. */
const settledMs = 300_000;
const opus = { name: 'opus', payloadType: 96, clockRateHz: 48_000, parameters: { useinbandfec: '1' } } as const;

interface Side {
  readonly endpoint: RtpEndpoint;
  readonly delaysMs: number[];
}

export async function soakInRealTime(minutes: number, say: ClaimRun['say']): Promise<SoakSample[]> {
  const sides = [await openSide(), await openSide()] as const;
  const [near, far] = sides;
  start(near, far);
  start(far, near);
  const speech = readSpeech().samples;
  const clocks = sides.map(({ endpoint }) => talk(endpoint, speech));
  const samples: SoakSample[] = [];
  const begunMs = performance.now();
  try {
    while (performance.now() - begunMs < minutes * 60_000) {
      await delay(sampleMs);
      collectGarbage();
      const elapsedMs = performance.now() - begunMs;
      const sample = {
        hours: elapsedMs / 3_600_000,
        megabytes: process.memoryUsage().rss / 1e6,
        delayMs: percentile(near.delaysMs.splice(0), 0.5),
      };
      if (elapsedMs > settledMs) samples.push(sample);
      if (samples.length % 24 === 1)
        say(
          `${(elapsedMs / 60_000).toFixed(1)} min: ${sample.megabytes.toFixed(1)} MB, delay ${sample.delayMs.toFixed(2)} ms`,
        );
    }
  } finally {
    for (const clock of clocks) clock.stop();
    for (const { endpoint } of sides) endpoint.close();
  }
  return samples;
}

async function openSide(): Promise<Side> {
  const delaysMs: number[] = [];
  const opened = await openRtpEndpoint(
    { localAddress: '127.0.0.1', clock: new SystemClock(), random: new SystemRandom() },
    { onStatistics: ({ bufferDelayMs }) => bufferDelayMs !== undefined && delaysMs.push(bufferDelayMs) },
  );
  if (!opened.ok) throw new Error(opened.error);
  return { endpoint: opened.value, delaysMs };
}

function start(side: Side, other: Side): void {
  const parameters: MediaParameters = {
    remoteAddress: '127.0.0.1',
    remotePort: other.endpoint.localPort,
    remoteRtcpPort: other.endpoint.localPort,
    direction: 'sendrecv',
    codec: opus,
    receiveCodecs: [opus],
    telephoneEventPayloadType: undefined,
    packetTimeMs: periodMs,
    sendKey: undefined,
    receiveKey: undefined,
  };
  const started = side.endpoint.start(parameters);
  if (!started.ok) throw new Error(started.error);
}

/** Says the clip over and over into `endpoint`, and hears what comes. */
function talk(endpoint: RtpEndpoint, speech: Int16Array) {
  const playout = new Int16Array(periodSamples);
  const capture = new Int16Array(periodSamples);
  let spoken = 0;
  return startFrameClock(new SystemClock(), periodMs, () => {
    if (spoken + periodSamples > speech.length) spoken = 0;
    capture.set(speech.subarray(spoken, spoken + periodSamples));
    spoken += periodSamples;
    endpoint.exchange(capture, playout);
  });
}
