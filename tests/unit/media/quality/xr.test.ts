// RTCP extended reports: what is written is read, what is unknown is skipped, and no bytes can do harm.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRtcp, type RtcpPacket, writeRtcp } from '../../../../media/rtp/rtcp.ts';
import type { ExtendedBlock } from '../../../../media/rtp/xr.ts';
import { countLossRuns, mostReported } from '../../../../media/rtp/xr-loss.ts';

const uint16 = fc.integer({ min: 0, max: 0xffff });
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const share = fc.integer({ min: 0, max: 255 }).map((n) => n / 256);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const level = maybe(fc.integer({ min: -127, max: 30 }));
const rating = maybe(fc.integer({ min: 0, max: 100 }));
const mos = maybe(fc.integer({ min: 10, max: 50 }).map((n) => n / 10));
const durationMs = maybe(fc.integer({ min: 1, max: 0xffff }));

const block: fc.Arbitrary<ExtendedBlock> = fc.oneof(
  fc.record({
    kind: fc.constant('loss' as const),
    ssrc: uint32,
    beginSequence: uint16,
    // Long runs, single losses and everything between.
    received: fc
      .array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 90 })), { maxLength: 11 })
      .map((runs) => runs.flatMap(([came, length]) => Array<boolean>(length).fill(came))),
  }),
  fc.record({ kind: fc.constant('reference-time' as const), ntpSeconds: uint32, ntpFraction: uint32 }),
  fc.record({
    kind: fc.constant('reference-answer' as const),
    answers: fc.array(fc.record({ ssrc: uint32, lastReference: uint32, delaySinceLast: uint32 }), { maxLength: 3 }),
  }),
  fc.record({
    ...{ kind: fc.constant('summary' as const), ssrc: uint32, beginSequence: uint16, endSequence: uint16 },
    ...{ lost: maybe(uint32), duplicates: maybe(uint32) },
    jitter: maybe(fc.record({ least: uint32, most: uint32, mean: uint32, deviation: uint32 })),
  }),
  fc.record({
    ...{ kind: fc.constant('voice' as const), ssrc: uint32, lossShare: share, discardShare: share },
    ...{ burstDensity: share, gapDensity: share, burstDurationMs: uint16, gapDurationMs: uint16 },
    ...{ roundTripMs: durationMs, endSystemDelayMs: durationMs, signalLevelDb: level, noiseLevelDb: level },
    ...{ residualEchoReturnLossDb: maybe(fc.integer({ min: 0, max: 126 })), gmin: fc.constant(16) },
    ...{ rating, externalRating: rating, mosListening: mos, mosConversational: mos },
    ...{ bufferNominalMs: uint16, bufferMaximumMs: uint16, bufferAbsoluteMaximumMs: uint16 },
  }),
);

const report: RtcpPacket = { kind: 'receiver-report', ssrc: 1, blocks: [] };

function readBack(packets: readonly RtcpPacket[]): readonly RtcpPacket[] {
  const out = new Uint8Array(1_500);
  const length = writeRtcp(out, packets);
  const read = parseRtcp(out.subarray(0, length));
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

/** A receiver report followed by an extended report with the given bytes behind its SSRC. */
function withBlocks(...bytes: number[]): Uint8Array {
  const words = (8 + bytes.length) / 4 - 1;
  return Uint8Array.from([0x80, 201, 0, 1, 0, 0, 0, 1, 0x80, 207, 0, words, 0, 0, 0, 9, ...bytes]);
}

describe('extended reports', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(uint32, fc.array(block, { maxLength: 4 }), (ssrc, blocks) => {
        const packets: RtcpPacket[] = [report, { kind: 'extended-report', ssrc, blocks }];
        expect(readBack(packets)).toEqual(packets);
      }),
    );
  });

  it('may hold blocks that nobody here knows, and known ones of another length: both are skipped', () => {
    const time = [4, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 6];
    const read = parseRtcp(withBlocks(...[99, 1, 0, 1, 1, 2, 3, 4], ...[4, 0, 0, 1, 1, 2, 3, 4], ...time));
    expect(read.ok && read.value[1]).toEqual({
      kind: 'extended-report',
      ssrc: 9,
      blocks: [{ kind: 'reference-time', ntpSeconds: 5, ntpFraction: 6 }],
    });
  });

  it('say nothing where the far end wrote that it does not know', () => {
    const read = parseRtcp(
      withBlocks(
        ...[7, 0, 0, 8, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ...[127, 127, 127, 16, 127, 127, 127, 127, 0, 0, 0, 0, 0, 0, 0, 0],
      ),
    );
    expect(read.ok && read.value[1]).toMatchObject({
      blocks: [
        {
          roundTripMs: undefined,
          endSystemDelayMs: undefined,
          signalLevelDb: undefined,
          noiseLevelDb: undefined,
          residualEchoReturnLossDb: undefined,
          rating: undefined,
          mosListening: undefined,
          mosConversational: undefined,
        },
      ],
    });
  });

  it.each([
    ['a block that runs beyond the packet', [4, 0, 0, 9, 0, 0, 0, 0]],
    ['more blocks than anybody sends', Array.from({ length: 17 }, () => [9, 0, 0, 0]).flat()],
  ])('with %s are refused', (_, bytes) => {
    expect(parseRtcp(withBlocks(...bytes)).ok).toBe(false);
  });

  it('of any bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const whole = bytes.subarray(0, bytes.length - (bytes.length % 4));
        const compound = new Uint8Array([0x80, 201, 0, 1, 0, 0, 0, 1, 0x80, 207, 0, 0, 0, 0, 0, 9, ...whole]);
        new DataView(compound.buffer).setUint16(10, whole.length / 4 + 1);
        const read = parseRtcp(compound);
        if (!read.ok) return;
        for (const packet of read.value) {
          if (packet.kind !== 'extended-report') continue;
          for (const one of packet.blocks)
            if (one.kind === 'loss') expect(one.received.length).toBeLessThanOrEqual(mostReported);
        }
      }),
    );
  });

  it('tell the mean length of a loss', () => {
    const received = [...'1101110001'].map((bit) => bit === '1');
    expect(countLossRuns(received)).toEqual({ lost: 4, runs: 2 });
    expect(countLossRuns([])).toEqual({ lost: 0, runs: 0 });
  });
});
