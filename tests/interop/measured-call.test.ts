// The media bench really measures: short calls of our own engine through virtual sound cards, and of a peer beside it.

import { beforeAll, describe, expect, it } from 'vitest';
import type { MeasuredEngine } from '../../bench/media/call/measured-call.ts';
import { ourEngine } from '../../bench/media/ours/ours.ts';
import { type SignalScore, scoreSignals } from '../../bench/media/score/score.ts';
import { readSpeech } from '../../bench/media/speech/speech.ts';
import { type NetworkCase, networkCases } from '../../bench/media/virtual-call/cases.ts';
import { baresipEngine } from '../../bench/peers/baresip/sound-call.ts';

const seconds = 5;

async function measure(engine: MeasuredEngine, name: NetworkCase) {
  const speech = readSpeech().samples.slice(0, seconds * 48_000);
  const call = await engine.call({ speech, network: networkCases[name], seed: 1 });
  if (!call.ok) throw new Error(call.error);
  const score: SignalScore = scoreSignals(speech, call.value.heard, { lostAtMs: call.value.lostAtMs });
  return { record: call.value, score };
}

function take<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the call was not made');
  return value;
}

describe('a measured call', () => {
  let [clean, lossy, peer]: Awaited<ReturnType<typeof measure>>[] = [];

  // All at once: each takes its time in real time.
  beforeAll(async () => {
    [clean, lossy, peer] = await Promise.all([
      measure(ourEngine, 'clean'),
      measure(ourEngine, 'burst20'),
      measure(baresipEngine('fixed'), 'clean'),
    ]);
  });

  it('of our engine is heard whole over a clean network, in time', () => {
    const { record, score } = take(clean);
    // How well is a claim's business; here others may use the machine as well.
    expect(score.track.foundShare).toBeGreaterThan(0.6);
    expect(score.track.correlationP50).toBeGreaterThan(0.8);
    // Less than the network and a packet would be a fault of the bench; the goal is a claim's, on a machine at rest.
    expect(score.track.delayP50Ms).toBeGreaterThan(40);
    expect(score.track.delayP50Ms).toBeLessThan(400);
    expect(record.packetsLost).toBe(0);
    expect(record.payloadBps).toBeLessThan(36_500);
    expect(record.concealedShare).toBeLessThan(0.2);
    expect(record.cpuSecondsPerMinute).toBeGreaterThan(0);
    expect(record.memoryMb).toBeGreaterThan(10);
  });

  it('of our engine suffers from loss, and is heard all the same', () => {
    const { record, score } = take(lossy);
    expect(record.packetsLost).toBeGreaterThan(record.packetsSent * 0.05);
    expect(record.lostAtMs.length).toBeGreaterThan(0);
    expect(score.lossDistanceDb).toBeGreaterThan(score.distanceDb);
    expect(score.track.foundShare).toBeGreaterThan(0.5);
  });

  it('of a peer is measured the same way', () => {
    const { record, score } = take(peer);
    expect(score.track.correlationP50).toBeGreaterThan(0.8);
    expect(score.track.delayP50Ms).toBeGreaterThan(100);
    expect(record.payloadBps).toBeLessThan(36_500);
    expect(record.concealedShare).toBeUndefined();
  });
});
