// One round of fuzzing the jitter buffer with its decoders: packets of any order, number, time and content.

import { codecNames, largestPayloadBytes, openCodec, type SpeechCodec } from '../../../../media/codec/index.ts';
import { AdaptiveReceiver } from '../../../../media/jitter/adaptive-receiver.ts';
import { SeededBytes } from '../seeded-bytes.ts';

const packetSamples = 960;
const periods = 60;
const canary = 0x5a5a;

/** Throws where the receiver leaves a sample unfilled, writes past its frame, or counts what cannot be. */
export function fuzzReceiver(round: number): void {
  const random = new SeededBytes(round ^ 0x2b17);
  const codecs = new Map<number, SpeechCodec>(codecNames.map((name, at) => [at, openCodec(name)]));
  const receiver = new AdaptiveReceiver((payloadType) => codecs.get(payloadType));
  const coded = new Uint8Array(largestPayloadBytes);
  const speech = Int16Array.from({ length: packetSamples }, () => random.below(20_000) - 10_000);
  let payloadType = random.below(codecNames.length);
  let [sequence, timestamp, atMs, pulled] = [random.below(0x1_0000), random.below(0xffff_ffff), 1_000, 0];
  try {
    for (let period = 0; period < periods; period++) {
      for (let packets = random.below(4); packets > 0; packets--) {
        const codec = codecs.get(payloadType);
        const good = codec ? coded.slice(0, codec.encode(speech, coded)) : random.bytes(random.below(200));
        // Mostly a call as it should be, or nothing would ever get behind the first gate.
        const wild = random.below(12);
        if (wild === 0) sequence = random.below(0x1_0000);
        if (wild === 1) timestamp = random.below(0xffff_ffff);
        if (wild === 2) payloadType = random.below(codecNames.length + 1);
        const payload = wild === 3 ? random.damage(good) : wild === 4 ? random.bytes(random.below(1_300)) : good;
        const back = wild === 5 ? random.below(40) - 20 : 0;
        receiver.insert(
          {
            sequence: (sequence + back) & 0xffff,
            timestamp: (timestamp + back * (wild === 6 ? random.below(9_000) : 960)) >>> 0,
            payloadType,
            payload,
            isEvent: wild === 7,
            isNoise: wild === 8,
          },
          atMs + random.below(30) - 10,
        );
        sequence = (sequence + 1) & 0xffff;
        timestamp = (timestamp + ((codec?.clockRateHz ?? 8_000) * packetSamples) / 48_000) >>> 0;
      }
      if (random.below(100) === 0) receiver.reset();
      pulled += pull(receiver, random.below(8) === 0 ? 1 + random.below(20_000) : packetSamples, atMs);
      atMs += random.below(20) === 0 ? random.below(3_000) : 20;
      check(receiver, pulled);
    }
  } finally {
    for (const codec of codecs.values()) codec.close();
  }
}

function pull(receiver: AdaptiveReceiver, length: number, nowMs: number): number {
  const whole = new Int16Array(length + 64).fill(canary);
  receiver.pull(whole.subarray(0, length), nowMs);
  for (let n = length; n < whole.length; n++)
    if (whole[n] !== canary) throw new Error(`sample ${n} was written, behind a frame of ${length}`);
  // The canary is a possible sample, eight of them in a row are not.
  for (let n = 0; n + 8 <= length; n++)
    if (whole.subarray(n, n + 8).every((sample) => sample === canary)) throw new Error(`sample ${n} was left unfilled`);
  return length;
}

function check(receiver: AdaptiveReceiver, pulled: number): void {
  const figures = receiver.statistics();
  if (figures.playedSamples !== pulled) throw new Error(`played ${figures.playedSamples} of ${pulled}`);
  if (!(figures.delayMs >= 0) || figures.delayMs > 10_000) throw new Error(`a delay of ${figures.delayMs} ms`);
  for (const [name, value] of Object.entries(figures))
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${name} is ${value}`);
}
