// Digits as RTP events: sent in packet times, in segments where a key is held, and heard once each whatever is lost.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DigitReceiver,
  DigitSender,
  parseTelephoneEvent,
  writeTelephoneEvent,
} from '../../../../media/rtp/telephone-event.ts';

interface Sent {
  readonly timestamp: number;
  readonly payload: Uint8Array;
  readonly marker: boolean;
  readonly end: boolean;
  readonly durationTicks: number;
}

/** All packets of these keys, in packets of 20 ms, from a timestamp just before its wrap. */
function send(keys: string, durationMs: number, streamRateHz = 48_000, eventRateHz = streamRateHz): Sent[] {
  const sender = new DigitSender();
  sender.setClocks(streamRateHz, eventRateHz);
  for (const key of keys) expect(sender.queue(key, durationMs)).toBe(true);
  const packetTicks = streamRateHz / 50;
  const sent: Sent[] = [];
  for (let n = 0; n < 2_000; n++) {
    const packet = sender.next((0xffff_f000 + n * packetTicks) >>> 0, packetTicks);
    if (!packet) continue;
    const payload = new Uint8Array(4);
    writeTelephoneEvent(payload, packet.event);
    const { end, durationTicks } = packet.event;
    sent.push({ timestamp: packet.timestamp, payload, marker: packet.marker, end, durationTicks });
  }
  return sent;
}

function hear(packets: readonly Sent[]): string {
  const receiver = new DigitReceiver();
  return packets.map(({ timestamp, payload }) => receiver.receive(timestamp, payload)).join('');
}

describe('digits sent as events', () => {
  it.each([
    [48_000, 960],
    [8_000, 160],
  ])('at %i Hz have one marker, growing durations, three ends and one timestamp each', (rateHz, packet) => {
    const sent = send('5', 100, rateHz);
    expect(sent.map(({ marker, end, durationTicks }) => [marker, end, durationTicks / packet])).toEqual([
      [true, false, 1],
      [false, false, 2],
      [false, false, 3],
      [false, false, 4],
      [false, true, 5],
      [false, true, 5],
      [false, true, 5],
    ]);
    expect(new Set(sent.map(({ timestamp }) => timestamp)).size).toBe(1);
  });

  it('count durations in their own clock where a far end writes 8000 beside Opus', () => {
    const sent = send('5', 100, 48_000, 8_000);
    expect(sent.map(({ durationTicks }) => durationTicks)).toEqual([160, 320, 480, 640, 800, 800, 800]);
  });

  it.each([
    [48_000, 48_000],
    [48_000, 8_000],
    [8_000, 8_000],
  ])('held for 20 s go in segments that meet (clocks %i and %i Hz)', (streamRateHz, eventRateHz) => {
    const sent = send('7', 20_000, streamRateHz, eventRateHz);
    expect(sent.filter(({ marker }) => marker)).toHaveLength(1);
    expect(sent.filter(({ end }) => end)).toHaveLength(3);
    const segments = [...new Set(sent.map(({ timestamp }) => timestamp))];
    const segmentTicks = (0xffff * streamRateHz) / eventRateHz;
    expect(segments).toHaveLength(Math.ceil((20 * eventRateHz) / 0xffff));
    segments.slice(1).forEach((timestamp, n) => {
      expect((timestamp - (segments[n] ?? 0)) >>> 0).toBe(segmentTicks);
      const full = sent.filter((packet) => packet.timestamp === segments[n]).at(-1);
      expect(full).toMatchObject({ durationTicks: 0xffff, end: false });
    });
    const last = sent.at(-1);
    expect((segments.length - 1) * 0xffff + (last?.durationTicks ?? 0)).toBe(20 * eventRateHz);
    expect(hear(sent)).toBe('7');
  });

  it('keep a pause of 60 ms, and bound how long a key is held', () => {
    const receivedAt = send('11', 40, 8_000).map(({ timestamp }) => timestamp);
    const [first, second] = [...new Set(receivedAt)];
    // 40 ms of tone, two more ends, 60 ms of silence.
    expect((((second ?? 0) - (first ?? 0)) >>> 0) / 8).toBe(140);
    expect(send('1', 5, 8_000).at(-1)?.durationTicks).toBe(320);
    expect(send('1', Number.NaN, 8_000).at(-1)?.durationTicks).toBe(1_280);
    const longest = send('1', Number.MAX_VALUE, 8_000);
    expect(longest.length).toBe(1_502);
  });

  it('go on after a change of clocks, with those that wait', () => {
    const sender = new DigitSender();
    sender.setClocks(48_000, 48_000);
    for (const key of '12') sender.queue(key, 100);
    expect(sender.next(0, 960)?.event.event).toBe(1);
    sender.setClocks(8_000, 8_000);
    expect(sender.next(160, 160)?.event).toMatchObject({ event: 2, durationTicks: 160 });
  });

  it('refuse unknown keys and a full queue', () => {
    const sender = new DigitSender();
    expect(sender.queue('x')).toBe(false);
    expect(sender.queue('12')).toBe(false);
    for (let n = 0; n < 64; n++) expect(sender.queue('1')).toBe(true);
    expect(sender.queue('1')).toBe(false);
  });
});

describe('digits heard as events', () => {
  it('are heard once each and in order, across the wrap, with most packets lost', () => {
    const keys = '0123456789*#ABCD55';
    const sent = send(keys, 60);
    for (let lost = 0; lost < 4; lost++) expect(hear(sent.filter((_, n) => n % 4 !== lost))).toBe(keys);
    // A single packet of each is enough.
    const lone = sent.filter(({ timestamp }, n) => sent[n + 1]?.timestamp !== timestamp);
    expect(lone).toHaveLength(keys.length);
    expect(hear(lone)).toBe(keys);
  });

  it('may each come thrice and out of order within themselves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { maxLength: 20 }), (order) => {
        const sent = send('9', 100);
        const packets = order.flatMap((n) => sent[n] ?? []);
        expect(hear(packets)).toBe(packets.length > 0 ? '9' : '');
      }),
    );
  });

  it('are two where the end of the first was heard, though the second begins just where a segment would', () => {
    const receiver = new DigitReceiver();
    expect(receiver.receive(0, Uint8Array.of(4, 0x80, 0xff, 0xff))).toBe('4');
    expect(receiver.receive(0xffff, Uint8Array.of(4, 0, 0, 160))).toBe('4');
    expect(receiver.receive(2 * 0xffff, Uint8Array.of(4, 0, 0, 160))).toBe('');
    expect(receiver.receive(3 * 0xffff, Uint8Array.of(5, 0, 0, 160))).toBe('5');
  });

  it('may share a packet (RFC 4733, 2.5.1.5)', () => {
    const receiver = new DigitReceiver();
    const both = Uint8Array.of(1, 0x80, 3, 0x20, 2, 0, 0, 160);
    expect(receiver.receive(1_000, both)).toBe('12');
    expect(receiver.receive(1_000, both)).toBe('');
    expect(receiver.receive(9_000, new Uint8Array(1_400).fill(1)).length).toBeLessThanOrEqual(8);
  });

  it('ignore late packets of the digit before, unknown events and cut-off ones', () => {
    const receiver = new DigitReceiver();
    expect(receiver.receive(1_000, Uint8Array.of(1, 0, 0, 1))).toBe('1');
    expect(receiver.receive(9_000, Uint8Array.of(2, 0, 0, 1))).toBe('2');
    expect(receiver.receive(1_000, Uint8Array.of(1, 0x80, 0, 9))).toBe('');
    expect(receiver.receive(20_000, Uint8Array.of(200, 0, 0, 1))).toBe('');
    expect(receiver.receive(20_000, Uint8Array.of(3, 0))).toBe('');
  });

  it('never throw for any payload', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(0xffff_ffff), fc.uint8Array({ maxLength: 40 }))), (packets) => {
        const receiver = new DigitReceiver();
        for (const [timestamp, payload] of packets) {
          expect(receiver.receive(timestamp, payload)).toMatch(/^[\dA-D*#]{0,8}$/);
          const read = parseTelephoneEvent(payload);
          expect(read.ok).toBe(payload.length >= 4);
        }
      }),
    );
  });
});
