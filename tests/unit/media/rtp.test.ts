// RTP and RTCP parsers and printers, and reception statistics.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRtcp, parseRtp, writeRtpHeader } from '../../../media/rtp/packet.ts';
import { Reception } from '../../../media/rtp/reception.ts';
import { parseRtcp, type RtcpPacket, writeRtcp } from '../../../media/rtp/rtcp.ts';

const uint16 = fc.integer({ min: 0, max: 0xffff });
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });

describe('RTP packets', () => {
  it('are read as they were written', () => {
    const header = fc.record({
      payloadType: fc.integer({ min: 0, max: 127 }),
      marker: fc.boolean(),
      sequence: uint16,
      timestamp: uint32,
      ssrc: uint32,
    });
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 300 }), (written, payload) => {
        const bytes = new Uint8Array(12 + payload.length);
        writeRtpHeader(bytes, written);
        bytes.set(payload, 12);
        const read = parseRtp(bytes);
        expect(read.ok && { ...read.value, payload: [...read.value.payload] }).toEqual({
          ...written,
          contributors: [],
          extension: undefined,
          payload: [...payload],
        });
      }),
    );
  });

  it('may have contributors, an extension and padding', () => {
    const bytes = Uint8Array.from([
      ...[0xb2, 0xe0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3],
      ...[0, 0, 0, 4, 0, 0, 0, 5],
      ...[0xbe, 0xde, 0, 1, 9, 9, 9, 9],
      ...[1, 2, 3, 0, 0, 3],
    ]);
    const read = parseRtp(bytes);
    expect(read).toEqual({
      ok: true,
      value: {
        payloadType: 96,
        marker: true,
        sequence: 1,
        timestamp: 2,
        ssrc: 3,
        contributors: [4, 5],
        extension: { profile: 0xbede, data: Uint8Array.of(9, 9, 9, 9) },
        payload: Uint8Array.of(1, 2, 3),
      },
    });
  });

  it.each([
    ['nothing', []],
    ['version 1', [0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['contributors cut off', [0x83, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['an extension cut off', [0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['an extension longer than the packet', [0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]],
    ['padding of zero', [0xa0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['padding longer than the payload', [0xa0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]],
  ])('with %s are refused', (_, bytes) => {
    expect(parseRtp(Uint8Array.from(bytes)).ok).toBe(false);
  });

  it('of any bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_600 }), (bytes) => {
        const read = parseRtp(bytes);
        if (read.ok) expect(read.value.payload.length).toBeLessThanOrEqual(bytes.length - 12);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('RTCP compounds', () => {
  const block = fc.record({
    ssrc: uint32,
    lossShare: fc.integer({ min: 0, max: 255 }).map((n) => n / 256),
    lostTotal: fc.integer({ min: -0x80_0000, max: 0x7f_ffff }),
    highestSequence: uint32,
    jitterTicks: uint32,
    lastSenderReport: uint32,
    delaySinceLast: uint32,
  });
  const blocks = fc.array(block, { maxLength: 3 });
  const report = fc.oneof(
    fc.record({
      kind: fc.constant('sender-report' as const),
      ssrc: uint32,
      ntpSeconds: uint32,
      ntpFraction: uint32,
      rtpTimestamp: uint32,
      packetCount: uint32,
      octetCount: uint32,
      blocks,
    }),
    fc.record({ kind: fc.constant('receiver-report' as const), ssrc: uint32, blocks }),
  );
  const rest = fc.oneof(
    fc.record({
      kind: fc.constant('source-description' as const),
      chunks: fc.array(
        fc.record({ ssrc: uint32, cname: fc.option(fc.string({ maxLength: 60 }), { nil: undefined }) }),
        { maxLength: 3 },
      ),
    }),
    fc.record({ kind: fc.constant('goodbye' as const), sources: fc.array(uint32, { maxLength: 4 }) }),
  );

  it('are read as they were written', () => {
    fc.assert(
      fc.property(report, fc.array(rest, { maxLength: 3 }), (first, others) => {
        const packets: RtcpPacket[] = [first, ...others];
        const out = new Uint8Array(1_500);
        const bytes = out.subarray(0, writeRtcp(out, packets));
        expect(isRtcp(bytes)).toBe(true);
        expect(parseRtcp(bytes)).toEqual({ ok: true, value: packets });
      }),
    );
  });

  it('skip kinds they do not know', () => {
    const out = new Uint8Array(64);
    const length = writeRtcp(out, [{ kind: 'receiver-report', ssrc: 1, blocks: [] }]);
    out.set([0x80, 206, 0, 1, 0, 0, 0, 9], length);
    expect(parseRtcp(out.subarray(0, length + 8))).toEqual({
      ok: true,
      value: [{ kind: 'receiver-report', ssrc: 1, blocks: [] }],
    });
  });

  it('must begin with a report and must fit', () => {
    const goodbye = new Uint8Array(8);
    writeRtcp(goodbye, [{ kind: 'goodbye', sources: [1] }]);
    expect(parseRtcp(goodbye).ok).toBe(false);
    expect(parseRtcp(Uint8Array.of(0x81, 201, 0, 1, 0, 0, 0, 1)).ok).toBe(false);
    expect(parseRtcp(Uint8Array.of(0x80, 201, 0, 9, 0, 0, 0, 1)).ok).toBe(false);
  });

  it('of any bytes never throw', () => {
    const plausible = fc.uint8Array({ maxLength: 400 }).map((bytes) => Uint8Array.from([0x81, 200, 0, 6, ...bytes]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), plausible), (bytes) => {
        expect(typeof parseRtcp(bytes).ok).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('reception', () => {
  it('counts losses across the wrap of the sequence', () => {
    const reception = new Reception(1, 8_000);
    for (let n = 0; n < 100; n++) if (n % 10 !== 3) reception.receive((65_500 + n) & 0xffff, n * 160, n * 20);
    expect(reception.expected).toBe(100);
    expect(reception.lost).toBe(10);
    expect(reception.extendedHighestSequence).toBe(65_599);
    expect(reception.takeLossShare()).toBeCloseTo(0.1);
    expect(reception.takeLossShare()).toBe(0);
    expect(reception.jitterMs).toBe(0);
  });

  it('measures jitter as RFC 3550 A.8 does', () => {
    const reception = new Reception(1, 8_000);
    let expected = 0;
    for (let n = 0; n < 50; n++) {
      reception.receive(n, n * 160, n * 20 + (n % 2) * 4);
      if (n > 0) expected += (32 - expected) / 16;
    }
    expect(reception.jitterTicks).toBe(Math.floor(expected));
    expect(reception.jitterMs).toBeCloseTo(expected / 8);
  });

  it('believes a jump only when the next packet follows it', () => {
    const reception = new Reception(1, 8_000);
    expect(reception.receive(10, 0, 0)).toBe('accepted');
    expect(reception.receive(30_000, 0, 0)).toBe('suspicious');
    expect(reception.receive(11, 160, 20)).toBe('accepted');
    expect(reception.receive(30_000, 0, 0)).toBe('suspicious');
    expect(reception.receive(30_001, 0, 0)).toBe('restarted');
    expect(reception.lost).toBe(0);
  });
});
