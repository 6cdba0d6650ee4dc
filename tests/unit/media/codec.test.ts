// Every codec carries speech, refuses nonsense quietly, and conceals without a click.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeG711, encodeG711, lawOf } from '../../../media/codec/g711.ts';
import { G722Decoder, G722Encoder } from '../../../media/codec/g722.ts';
import { codecNames, longestPayloadSamples, openCodec } from '../../../media/codec/index.ts';
import { Downsampler, Upsampler } from '../../../media/codec/resampler.ts';
import { align, rms, signalToNoise, sine, speechLike } from './rig/speech.ts';

const frameSamples = 960;

function roundTrip(name: (typeof codecNames)[number], spoken: Int16Array): Int16Array {
  const codec = openCodec(name);
  const payload = new Uint8Array(1_275);
  const heard = new Int16Array(spoken.length);
  const frame = new Int16Array(longestPayloadSamples);
  for (let at = 0; at + frameSamples <= spoken.length; at += frameSamples) {
    const length = codec.encode(spoken.subarray(at, at + frameSamples), payload);
    expect(codec.samplesIn(payload.subarray(0, length))).toBe(frameSamples);
    expect(codec.decode(payload.subarray(0, length), frame)).toBe(frameSamples);
    heard.set(frame.subarray(0, frameSamples), at);
  }
  codec.close();
  return heard;
}

describe.each(codecNames)('%s', (name) => {
  it('carries speech', () => {
    const spoken = speechLike(48_000);
    const { correlation } = align(spoken, roundTrip(name, spoken), 2_400);
    expect(correlation).toBeGreaterThan(0.96);
  });

  it('answers any bytes with samples or 0, and goes on working', () => {
    const codec = openCodec(name);
    const frame = new Int16Array(longestPayloadSamples);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_500 }), (bytes) => {
        const samples = codec.decode(bytes, frame);
        expect(samples).toBeGreaterThanOrEqual(0);
        expect(samples).toBeLessThanOrEqual(longestPayloadSamples);
        codec.redundancyIn(bytes);
        codec.recover(bytes, frameSamples, frame.subarray(0, frameSamples));
        codec.recover(bytes, 3 * frameSamples, frame.subarray(0, frameSamples));
      }),
      { numRuns: 300 },
    );
    expect(codec.decode(new Uint8Array(0), frame)).toBe(0);
    const payload = new Uint8Array(1_275);
    const length = codec.encode(speechLike(frameSamples), payload);
    expect(codec.decode(payload.subarray(0, length), frame)).toBe(frameSamples);
    codec.close();
  });

  it('goes quiet when packets stay away, without a jump', () => {
    const codec = openCodec(name);
    const payload = new Uint8Array(1_275);
    const frame = new Int16Array(frameSamples);
    const voice = sine(20 * frameSamples, 200, 8_000);
    for (let at = 0; at < voice.length; at += frameSamples) {
      const length = codec.encode(voice.subarray(at, at + frameSamples), payload);
      codec.decode(payload.subarray(0, length), frame);
    }
    const before = rms(frame);
    let last = frame[frameSamples - 1] ?? 0;
    codec.conceal(frame);
    expect(Math.abs((frame[0] ?? 0) - last)).toBeLessThan(1_500);
    expect(rms(frame)).toBeGreaterThan(before / 4);
    for (let n = 0; n < 30; n++) {
      last = frame[frameSamples - 1] ?? 0;
      codec.conceal(frame);
      expect(Math.abs((frame[0] ?? 0) - last)).toBeLessThan(1_500);
    }
    expect(rms(frame)).toBeLessThan(before / 20);
    codec.close();
  });
});

describe('G.711', () => {
  it.each(['PCMU', 'PCMA'] as const)('%s is its own inverse on every code', (name) => {
    const law = lawOf(name);
    const linear = new Int16Array(256);
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    decodeG711(law, codes, linear);
    const again = new Uint8Array(256);
    encodeG711(law, linear, 256, again);
    // mu-law has two zeros; the negative one (0x7f) comes back as the positive.
    const expected = name === 'PCMU' ? codes.map((code) => (code === 0x7f ? 0xff : code)) : codes;
    expect(again).toEqual(expected);
  });

  it('knows the ends of both laws', () => {
    const out = new Uint8Array(4);
    encodeG711(lawOf('PCMU'), Int16Array.of(0, 32_767, -32_768, -1), 4, out);
    expect([...out]).toEqual([0xff, 0x80, 0x00, 0x7f]);
    encodeG711(lawOf('PCMA'), Int16Array.of(0, 32_767, -32_768, -1), 4, out);
    expect([...out]).toEqual([0xd5, 0xaa, 0x2a, 0x55]);
  });

  it.each([
    ['PCMU', 36],
    ['PCMA', 36],
  ] as const)('%s keeps a sine %i dB above its noise', (name, leastDb) => {
    const law = lawOf(name);
    const spoken = sine(8_000, 1_020, 10_000, 8_000);
    const codes = new Uint8Array(8_000);
    const heard = new Int16Array(8_000);
    encodeG711(law, spoken, 8_000, codes);
    decodeG711(law, codes, heard);
    expect(signalToNoise(spoken, heard)).toBeGreaterThan(leastDb);
  });
});

describe('G.722', () => {
  function through(spoken: Int16Array): Int16Array {
    const codes = new Uint8Array(spoken.length / 2);
    const heard = new Int16Array(spoken.length);
    expect(new G722Encoder().encode(spoken, spoken.length, codes)).toBe(codes.length);
    expect(new G722Decoder().decode(codes, heard)).toBe(spoken.length);
    return heard;
  }

  // The mirror filters of both ends together delay by 22 samples.
  const delay = 22;

  it.each([
    [300, 40],
    [1_000, 35],
    [3_000, 30],
    [6_000, 18],
  ])('keeps %i Hz at least %i dB above its noise', (hz, leastDb) => {
    const spoken = sine(16_000, hz, 8_000, 16_000);
    const heard = through(spoken);
    const { delay: found } = align(spoken.subarray(0, 8_000), heard, 40);
    expect(Math.abs((found - delay) % (16_000 / hz))).toBeLessThan(16_000 / hz);
    expect(
      signalToNoise(spoken.subarray(2_000, 12_000), heard.subarray(2_000 + delay, 12_000 + delay)),
    ).toBeGreaterThan(leastDb);
  });

  it('keeps its gain at one', () => {
    const spoken = sine(16_000, 1_000, 8_000, 16_000);
    expect(rms(through(spoken).subarray(2_000)) / rms(spoken.subarray(2_000))).toBeCloseTo(1, 1);
  });

  it('answers silence with near silence', () => {
    expect(rms(through(new Int16Array(3_200)))).toBeLessThan(4);
  });

  it('is unharmed by full-scale noise', () => {
    const loud = Int16Array.from({ length: 16_000 }, (_, n) => (Math.imul(n + 7, 2_654_435_761) >> 16) | 0);
    expect(rms(through(loud))).toBeGreaterThan(3_000);
  });
});

describe('resampling', () => {
  it.each([8_000, 16_000])('to %i Hz and back keeps speech bands', (rateHz) => {
    const down = new Downsampler(rateHz);
    const up = new Upsampler(rateHz);
    const spoken = sine(48_000, 1_000, 10_000);
    const low = new Int16Array(48_000);
    const heard = new Int16Array(48_000);
    let written = 0;
    for (let at = 0; at < spoken.length; at += frameSamples) {
      const count = down.process(spoken.subarray(at, at + frameSamples), low);
      expect(count).toBe((frameSamples * rateHz) / 48_000);
      written += up.process(low.subarray(0, count), heard.subarray(written));
    }
    expect(written).toBe(48_000);
    const { delay } = align(spoken.subarray(0, 24_000), heard, 400);
    expect(
      signalToNoise(spoken.subarray(4_800, 40_000), heard.subarray(4_800 + delay, 40_000 + delay)),
    ).toBeGreaterThan(40);
  });

  it('lets nothing above the lower rate fold back', () => {
    const low = new Int16Array(8_000);
    const tone = sine(48_000, 5_000, 16_000);
    const count = new Downsampler(8_000).process(tone, low);
    expect(rms(low.subarray(400, count))).toBeLessThan(rms(tone) / 300);
  });

  it('refuses rates it cannot do', () => {
    expect(() => new Downsampler(44_100)).toThrow(RangeError);
  });
});

describe('Opus as the far end wants it', () => {
  function encodeWith(parameters: Readonly<Record<string, string>>, sound: Int16Array): number[] {
    const codec = openCodec('opus');
    codec.negotiate(parameters);
    const payload = new Uint8Array(1_275);
    const lengths: number[] = [];
    for (let at = 0; at + frameSamples <= sound.length; at += frameSamples)
      lengths.push(codec.encode(sound.subarray(at, at + frameSamples), payload));
    codec.close();
    return lengths;
  }

  function bitRateOf(lengths: readonly number[]): number {
    return (lengths.reduce((sum, length) => sum + length, 0) * 8 * 50) / lengths.length;
  }

  it('keeps to its own bit rate and to the far end’s', () => {
    const sound = speechLike(96_000);
    expect(bitRateOf(encodeWith({}, sound))).toBeLessThanOrEqual(37_000);
    expect(bitRateOf(encodeWith({ maxaveragebitrate: '16000' }, sound))).toBeLessThanOrEqual(17_500);
    expect(bitRateOf(encodeWith({ maxaveragebitrate: '510000' }, sound))).toBeLessThanOrEqual(37_000);
    expect(bitRateOf(encodeWith({ maxaveragebitrate: 'nonsense' }, sound))).toBeLessThanOrEqual(37_000);
  });

  it('sends no packets in a pause only where the far end asks for that', () => {
    const pause = new Int16Array(2 * 48_000);
    expect(encodeWith({}, pause).filter((length) => length === 0)).toEqual([]);
    const saved = encodeWith({ usedtx: '1' }, pause).filter((length) => length === 0);
    expect(saved.length).toBeGreaterThan(60);
  });

  it('restores what was lost: the frame before from LBRR, a run of frames from DRED', () => {
    const sound = speechLike(3 * 48_000);
    for (const [reception, before, recovery] of [
      [{ lossShare: 0.1 }, 1, 'fec'],
      [{ lossShare: 0.2, meanBurstPackets: 4 }, 4, 'dred'],
    ] as const) {
      const [near, far] = [openCodec('opus'), openCodec('opus')];
      near.adaptTo(reception);
      const out = new Uint8Array(1_275);
      const packets: Uint8Array[] = [];
      for (let at = 0; at + frameSamples <= sound.length; at += frameSamples)
        packets.push(out.slice(0, near.encode(sound.subarray(at, at + frameSamples), out)));
      const frame = new Int16Array(frameSamples);
      const decoded = new Int16Array(longestPayloadSamples);
      for (const packet of packets.slice(0, 100)) far.decode(packet, decoded);
      const source = packets[100 + before] ?? new Uint8Array(0);
      expect(far.redundancyIn(source)).toBeGreaterThanOrEqual(before * frameSamples);
      for (let lost = before; lost >= 1; lost--) expect(far.recover(source, lost * frameSamples, frame)).toBe(recovery);
      near.close();
      far.close();
    }
  });
});
