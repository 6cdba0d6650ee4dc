// Pauses that are described instead of sent: when, how often, and how alike the far end makes them (RFC 3389).

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../bench/enterprise/relay/impairment.ts';
import { CodedNoise } from '../../../media/codec/coded-noise.ts';
import { openCodec } from '../../../media/codec/index.ts';
import { NoiseDescriber, noisePayloadBytes } from '../../../media/endpoint/noise-describer.ts';
import { SpeechSender } from '../../../media/endpoint/speech-sender.ts';
import { parseRtp, type RtpPacket } from '../../../media/rtp/packet.ts';
import { SeededRandom } from './rig/loopback.ts';
import { rms, speechLike } from './rig/speech.ts';

const frameSamples = 960;
const second = 48_000;

/** Hiss of the given RMS; `darkness` near 1 takes the high frequencies out of it. */
function room(samples: number, level: number, darkness = 0): Int16Array {
  const random = seededRandom(11);
  let state = 0;
  const raw = Float64Array.from({ length: samples }, () => {
    state = darkness * state + random() * 2 - 1;
    return state;
  });
  const own = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0) / samples);
  return Int16Array.from(raw, (value) => Math.round((value * level) / own));
}

function send(sound: Int16Array, noisePayloadType: number | undefined): readonly RtpPacket[] {
  const packets: RtpPacket[] = [];
  const sender = new SpeechSender(new SeededRandom(2), (bytes, length) => {
    const parsed = parseRtp(bytes.slice(0, length));
    if (!parsed.ok) throw new Error(parsed.error);
    packets.push(parsed.value);
    return true;
  });
  const codec = openCodec('PCMU');
  sender.configure({
    ...{ codec, payloadType: 0, packetTimeMs: 20, eventPayloadType: undefined },
    noisePayloadType,
  });
  for (let at = 0; at + frameSamples <= sound.length; at += frameSamples)
    sender.push(sound.subarray(at, at + frameSamples), true);
  codec.close();
  return packets;
}

/** Speech, four seconds of room, speech again. */
function conversation(): Int16Array {
  const sound = room(8 * second, 60);
  const voice = speechLike(2 * second);
  const factor = 3_000 / rms(voice);
  for (const from of [0, 6 * second]) {
    voice.forEach((sample, n) => {
      sound[from + n] = (sound[from + n] as number) + Math.round(sample * factor);
    });
  }
  return sound;
}

describe('a pause', () => {
  it('is described about once a second, and the speech behind it begins a new spurt', () => {
    const packets = send(conversation(), 13);
    const descriptions = packets.filter(({ payloadType }) => payloadType === 13);
    expect(descriptions.length).toBeGreaterThanOrEqual(3);
    expect(descriptions.length).toBeLessThan(12);
    expect(packets.length).toBeLessThan(300);
    packets.forEach((packet, n) => {
      const before = packets[n - 1];
      if (!before) return;
      expect((packet.sequence - before.sequence) & 0xffff).toBe(1);
      expect((packet.timestamp - before.timestamp) % 160).toBe(0);
      if (before.payloadType === 13 && packet.payloadType === 0) expect(packet.marker).toBe(true);
    });
    // All of the last two seconds of speech but its own pauses is sent.
    const last = packets.at(-1)?.timestamp ?? 0;
    expect(packets.filter((packet) => packet.payloadType === 0 && last - packet.timestamp < 16_000).length).toBe(100);
  });

  it('is sent as it is to a far end that takes no descriptions', () => {
    const packets = send(conversation(), undefined);
    expect(packets).toHaveLength(400);
    expect(packets.every(({ payloadType }) => payloadType === 0)).toBe(true);
  });
});

describe('a description', () => {
  const described = (sound: Int16Array): Uint8Array => {
    const describer = new NoiseDescriber();
    for (let at = 0; at < sound.length; at += frameSamples) describer.observe(sound.subarray(at, at + frameSamples));
    const payload = new Uint8Array(noisePayloadBytes);
    expect(describer.describe(payload)).toBe(noisePayloadBytes);
    return payload;
  };
  /** What changes from sample to sample against what stays: the darker, the less. */
  const brightness = (sound: Int16Array) => rms(sound.map((sample, n) => sample - (sound[n - 6] ?? 0))) / rms(sound);

  it.each([
    [30, 0.99],
    [100, 0.97],
    [300, 0.9],
  ])('of a room of %d and colour %d is heard as loud and as dark', (level, darkness) => {
    const sound = room(second, level, darkness);
    const noise = new CodedNoise();
    expect(noise.describe(described(sound))).toBe(true);
    const heard = new Int16Array(second);
    for (let at = 0; at < second; at += 480) noise.fill(heard.subarray(at, at + 480));
    const settled = heard.subarray(4_800);
    expect(Math.abs(20 * Math.log10(rms(settled) / level))).toBeLessThan(3);
    expect(Math.abs(brightness(settled) - brightness(sound))).toBeLessThan(0.3);
  });

  it('of digital silence is silence', () => {
    expect(described(new Int16Array(second))[0]).toBe(127);
  });

  it('can be read by who makes it up, whatever was heard', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 960, maxLength: 960 }),
        (samples) => {
          expect(new CodedNoise().describe(described(Int16Array.from(samples)))).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
});
