// The receiver under loss, reordering, jitter, stalls and jumps: what is heard, and how late.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCodec } from '../../../../media/codec/index.ts';
import { AdaptiveReceiver } from '../../../../media/jitter/adaptive-receiver.ts';
import { PacketQueue } from '../../../../media/jitter/packet-queue.ts';
import type { IncomingPacket } from '../../../../media/jitter/speech-receiver.ts';
import type { CodecName } from '../../../../media/session.ts';
import { SeededRandom } from '../rig/loopback.ts';
import { align, rms, speechLike } from '../rig/speech.ts';

const frameSamples = 960;
const frameMs = 20;

interface Arrival extends IncomingPacket {
  readonly arrivesMs: number;
}

function encodeAll(name: CodecName, speech: Int16Array, firstSequence = 65_500): Arrival[] {
  const codec = openCodec(name);
  codec.adaptTo({ lossShare: 0.1 });
  const ticks = (frameSamples * codec.clockRateHz) / 48_000;
  const out = new Uint8Array(1_275);
  const packets: Arrival[] = [];
  for (let n = 0; (n + 1) * frameSamples <= speech.length; n++) {
    const length = codec.encode(speech.subarray(n * frameSamples, (n + 1) * frameSamples), out);
    packets.push({
      sequence: (firstSequence + n) & 0xffff,
      timestamp: (0xffff_f000 + n * ticks) >>> 0,
      payloadType: 0,
      payload: out.slice(0, length),
      isEvent: false,
      arrivesMs: n * frameMs + 5,
    });
  }
  codec.close();
  return packets;
}

/** Plays what arrives in the order of its arrival, a frame every 20 ms. */
function play(name: CodecName, packets: readonly Arrival[], durationMs: number, steadyWaitMs?: number) {
  const codec = openCodec(name);
  const receiver = new AdaptiveReceiver(() => codec, steadyWaitMs);
  const waiting = packets.toSorted((a, b) => a.arrivesMs - b.arrivesMs);
  const heard = new Int16Array((durationMs / frameMs) * frameSamples);
  const delaysMs: number[] = [];
  let next = 0;
  for (let at = 0, nowMs = frameMs; at < heard.length; at += frameSamples, nowMs += frameMs) {
    for (let packet = waiting[next]; packet && packet.arrivesMs <= nowMs; packet = waiting[++next])
      receiver.insert(packet, packet.arrivesMs);
    receiver.pull(heard.subarray(at, at + frameSamples), nowMs);
    delaysMs.push(receiver.statistics().delayMs);
  }
  const statistics = receiver.statistics();
  codec.close();
  return { heard, statistics, delaysMs };
}

function losing(packets: readonly Arrival[], share: number, seed = 3): Arrival[] {
  const random = new SeededRandom(seed);
  return packets.filter(() => (random.bytes(1)[0] ?? 0) >= share * 256);
}

function jittering(packets: readonly Arrival[], mostMs: number, seed = 9): Arrival[] {
  const random = new SeededRandom(seed);
  return packets.map((packet) => ({
    ...packet,
    arrivesMs: packet.arrivesMs + ((random.bytes(1)[0] ?? 0) / 255) * mostMs,
  }));
}

const seconds = 48_000;

describe('the adaptive receiver', () => {
  const speech = speechLike(6 * seconds);

  it('plays a clean stream whole, with little delay', () => {
    const { heard, statistics, delaysMs } = play('opus', encodeAll('opus', speech), 6_000);
    expect(statistics.concealedSamples).toBe(0);
    expect(Math.max(...delaysMs)).toBeLessThanOrEqual(60);
    expect(align(speech.subarray(0, 4 * seconds), heard, 9_600).correlation).toBeGreaterThan(0.95);
  });

  it('restores isolated losses of Opus from the packet after, where there was speech', () => {
    const packets = encodeAll('opus', speech).filter((_, n) => n % 10 !== 7);
    const { statistics, heard } = play('opus', packets, 6_000);
    expect(statistics.recoveredSamples).toBeGreaterThan(12 * frameSamples);
    expect(statistics.concealedSamples + statistics.recoveredSamples).toBeLessThan(0.12 * statistics.playedSamples);
    // The first losses teach it to wait for the packet after; from then on one delay holds.
    const later = align(speech.subarray(2 * seconds, 5 * seconds), heard.subarray(2 * seconds), 9_600);
    expect(later.correlation).toBeGreaterThan(0.9);
  });

  it.each([
    ['opus', 0.05],
    ['PCMU', 0.05],
    ['G722', 0.1],
  ] as const)('%s with a loss of %d makes up hardly more than was lost', (name, share) => {
    const packets = encodeAll(name, speech);
    const kept = losing(packets, share);
    const { statistics, heard } = play(name, kept, 6_000);
    const lostSamples = (packets.length - kept.length) * frameSamples;
    expect(statistics.concealedSamples + statistics.recoveredSamples).toBeLessThan(lostSamples + 6 * frameSamples);
    expect(align(speech.subarray(0, 4 * seconds), heard, 9_600).correlation).toBeGreaterThan(0.75);
  });

  it('puts reordered packets right, and drops duplicates', () => {
    const packets = encodeAll('PCMA', speech);
    const swapped = packets.map((packet, n) =>
      n % 7 === 3 ? { ...packet, arrivesMs: packet.arrivesMs + 22 } : packet,
    );
    const { statistics } = play('PCMA', [...swapped, ...packets.filter((_, n) => n % 5 === 0)], 6_000);
    expect(statistics.packetsDuplicate).toBeGreaterThan(20);
    expect(statistics.concealedSamples).toBeLessThan(4 * frameSamples);
  });

  it('learns the jitter of the network', () => {
    const { statistics, delaysMs } = play('opus', jittering(encodeAll('opus', speech), 60), 6_000);
    expect(statistics.concealedSamples).toBeLessThan(0.04 * statistics.playedSamples);
    expect(Math.max(...delaysMs)).toBeLessThan(200);
  });

  it('waits steadily for who records: one delay for the whole, whatever the network does within it', () => {
    const { heard, statistics, delaysMs } = play('opus', jittering(encodeAll('opus', speech), 90), 6_000, 100);
    expect(statistics).toMatchObject({ concealedSamples: 0, stretchedSamples: 0 });
    const later = delaysMs.slice(50);
    expect(Math.max(...later) - Math.min(...later)).toBeLessThanOrEqual(20);
    expect(align(speech.subarray(0, 4 * seconds), heard, 9_600).correlation).toBeGreaterThan(0.95);
  });

  it('gives the delay back after a stall of the network', () => {
    const packets = encodeAll('opus', speech).map((packet) =>
      packet.arrivesMs > 2_000 && packet.arrivesMs < 2_500 ? { ...packet, arrivesMs: 2_500 } : packet,
    );
    const { delaysMs, statistics } = play('opus', packets, 6_000);
    expect(delaysMs[90]).toBeLessThanOrEqual(60);
    expect(delaysMs.at(-1)).toBeLessThanOrEqual(100);
    expect(statistics.concealedSamples).toBeLessThan(40 * frameSamples);
  });

  it('gives the delay back after a stall of its own, when packets have piled up', () => {
    const codec = openCodec('PCMU');
    const receiver = new AdaptiveReceiver(() => codec);
    const frame = new Int16Array(frameSamples);
    const packets = encodeAll('PCMU', speech);
    packets.forEach((packet, n) => {
      receiver.insert(packet, packet.arrivesMs);
      if (n < 50 || n >= 75) receiver.pull(frame, (n + 1) * frameMs);
    });
    expect(receiver.statistics().delayMs).toBeLessThanOrEqual(100);
    expect(receiver.statistics().packetsTrimmed).toBeGreaterThan(15);
  });

  it('gives the delay back after the sender stood still, though its timestamps say that all is late since', () => {
    const packets = encodeAll('opus', speech).map((packet, n) =>
      n < 75 ? packet : { ...packet, arrivesMs: packet.arrivesMs + 400 },
    );
    const { delaysMs } = play('opus', packets, 6_400);
    expect(delaysMs.at(-5)).toBeLessThanOrEqual(60);
  });

  it('hears the far end’s own background in a drought, silence when it lasts, and goes on after it', () => {
    const longSpeech = speechLike(10 * seconds);
    const packets = encodeAll('opus', longSpeech).filter(({ arrivesMs }) => arrivesMs < 2_000 || arrivesMs > 7_500);
    const { heard } = play('opus', packets, 10_000);
    const background = rms(heard.subarray(3 * seconds, 4 * seconds));
    expect(background).toBeGreaterThan(8);
    expect(background).toBeLessThan(60);
    expect(rms(heard.subarray(6 * seconds, 7 * seconds))).toBe(0);
    expect(rms(heard.subarray(8 * seconds))).toBeGreaterThan(500);
  });

  it('counts nothing as made up where the far end saves the packets of its pauses', () => {
    const [speechPart, pause] = [speech.subarray(0, seconds), new Int16Array(seconds)];
    const packets = encodeAll('PCMU', Int16Array.from([...speechPart, ...pause, ...speechPart]));
    // Sequence numbers go on without a hole, timestamps jump.
    const sent = packets.filter((_, n) => n < 60 || n >= 100).map((packet, n) => ({ ...packet, sequence: n }));
    const { statistics } = play('PCMU', sent, 3_000);
    expect(statistics.concealedSamples).toBeLessThan(6 * frameSamples);
  });

  /** Packets due within the stall all come at its end. */
  function stalled(packets: readonly Arrival[], fromMs: number, lengthMs: number): Arrival[] {
    return packets.map((packet) =>
      packet.arrivesMs > fromMs && packet.arrivesMs < fromMs + lengthMs
        ? { ...packet, arrivesMs: fromMs + lengthMs }
        : packet,
    );
  }

  it.each([30, 45, 60, 80])('keeps one delay through a stall of %d ms in the middle of speech', (lengthMs) => {
    const { heard, statistics } = play('opus', stalled(encodeAll('opus', speech), 2_650, lengthMs), 6_000);
    const before = align(speech.subarray(seconds, 2 * seconds), heard.subarray(seconds), 9_600);
    const after = align(speech.subarray(3 * seconds, 5 * seconds), heard.subarray(3 * seconds), 9_600);
    expect(after.delay).toBe(before.delay);
    expect(statistics.concealedSamples).toBeLessThanOrEqual(Math.max(0, lengthMs - 40) * 48 + frameSamples);
    expect(align(speech.subarray(0, 5 * seconds), heard, 9_600).correlation).toBeGreaterThan(0.94);
  });

  it('learns from stalls that come again and again, and then plays through them', () => {
    let packets = encodeAll('opus', speech);
    for (const fromMs of [400, 1_100, 1_700, 2_300, 2_900, 3_500, 4_100, 4_700]) packets = stalled(packets, fromMs, 90);
    const { heard } = play('opus', packets, 6_000);
    const late = align(speech.subarray(3.2 * seconds, 5.2 * seconds), heard.subarray(3.2 * seconds), 9_600);
    expect(late.correlation).toBeGreaterThan(0.95);
  });

  it('gives delay back between words, not within them', () => {
    const shift = 5 * seconds;
    const longSpeech = speechLike(14 * seconds);
    let packets = encodeAll('opus', longSpeech);
    // The network holds everything back by 80 ms for a while, then is fast again: 80 ms too many wait from then on.
    packets = packets.map((packet) =>
      packet.arrivesMs < 5_000 ? { ...packet, arrivesMs: packet.arrivesMs + 120 } : packet,
    );
    const { heard, statistics, delaysMs } = play('opus', packets, 14_000);
    expect(delaysMs.at(-1)).toBeLessThanOrEqual(80);
    expect(statistics.stretchedSamples).toBeGreaterThan(0.06 * seconds);
    expect(statistics.packetsTrimmed).toBe(0);
    expect(statistics.concealedSamples).toBe(0);
    // Each syllable lasts a quarter second: none is torn.
    for (let at = shift; at + seconds / 2 < 13 * seconds; at += seconds / 2) {
      const syllable = longSpeech.subarray(at + 2_400, at + 9_600);
      if (rms(syllable) < 500) continue;
      expect(align(syllable, heard.subarray(at + 2_400), 14_400).correlation).toBeGreaterThan(0.8);
    }
  });

  it('follows a sender that starts its numbers anew', () => {
    const first = encodeAll('opus', speech.subarray(0, 2 * seconds), 100);
    const second = encodeAll('opus', speech.subarray(2 * seconds), 40_000).map((packet) => ({
      ...packet,
      arrivesMs: packet.arrivesMs + 2_000,
    }));
    const { heard } = play('opus', [...first, ...second], 6_000);
    expect(
      align(speech.subarray(3 * seconds, 5 * seconds), heard.subarray(3 * seconds), 9_600).correlation,
    ).toBeGreaterThan(0.95);
  });

  it('takes a telephone event for a short silence, not for a loss', () => {
    const packets = encodeAll('PCMU', speech).map((packet, n) =>
      n >= 60 && n < 70 ? { ...packet, isEvent: true, payload: Uint8Array.of(1, 0, 0, 160) } : packet,
    );
    const { statistics } = play('PCMU', packets, 6_000);
    expect(statistics.concealedSamples).toBe(0);
  });

  it('makes up the background of a pause as the far end describes it, until speech comes again', () => {
    const packets = encodeAll('PCMU', speech);
    // 50 dB below overload, and darker than white.
    const described = Uint8Array.of(50, 34, 100);
    const sent = packets
      .filter((_, n) => n <= 60 || n >= 110)
      .map((packet, n) => ({ ...packet, sequence: n, ...(n === 60 ? { payload: described, isNoise: true } : {}) }));
    const { heard, statistics } = play('PCMU', sent, 5_000);
    const level = 20 * Math.log10(rms(heard.subarray(1.4 * seconds, 2.1 * seconds)) / 32_767);
    expect(level).toBeGreaterThan(-53);
    expect(level).toBeLessThan(-47);
    expect(statistics.concealedSamples).toBe(0);
    expect(statistics.packetsMalformed).toBe(0);
    expect(rms(heard.subarray(2.4 * seconds, 4 * seconds))).toBeGreaterThan(1_000);
  });

  it('survives any packets in any order, and stays bounded', () => {
    const arbitrary = fc.record({
      sequence: fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 50 })),
      timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
      payloadType: fc.integer({ min: 0, max: 1 }),
      payload: fc.uint8Array({ maxLength: 60 }),
      isEvent: fc.boolean(),
    });
    const frame = new Int16Array(frameSamples);
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 200 }), (packets) => {
        const codec = openCodec('opus');
        const receiver = new AdaptiveReceiver((payloadType) => (payloadType === 0 ? codec : undefined));
        packets.forEach((packet, n) => {
          receiver.insert(packet, n * 3);
          if (n % 4 === 0) receiver.pull(frame, n * 5);
        });
        for (let n = 0; n < 100; n++) receiver.pull(frame, 1_000 + n * frameMs);
        const { delayMs, targetDelayMs } = receiver.statistics();
        expect(delayMs).toBeLessThanOrEqual(64 * 120 + 120);
        expect(targetDelayMs).toBeLessThanOrEqual(400);
        codec.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('the packet queue', () => {
  it('agrees with a plain model under any order of near packets', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.shuffledSubarray(
          Array.from({ length: 40 }, (_, n) => n),
          { minLength: 1 },
        ),
        (start, order) => {
          const queue = new PacketQueue();
          for (const n of order) {
            const packet = {
              sequence: (start + n) & 0xffff,
              timestamp: n,
              payloadType: 0,
              payload: new Uint8Array(0),
              isEvent: false,
            };
            expect(queue.insert(packet)).toBe('queued');
            expect(queue.insert(packet)).toBe('duplicate');
          }
          const lowest = Math.min(...order);
          const highest = Math.max(...order);
          expect(queue.span).toBe(highest - lowest + 1);
          for (let n = lowest; n <= highest; n++)
            expect(queue.take()?.timestamp).toBe(order.includes(n) ? n : undefined);
          expect(queue.count).toBe(0);
        },
      ),
    );
  });
});
