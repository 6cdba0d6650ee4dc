// Arbitrary bytes to everything of a call that reads packets or keys: refused by a result, in bounded time, and nothing thrown.

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzPackets, readByAll } from '../../bench/media/fuzz/packets/round.ts';
import { parseRtp, rtpHeaderBytes, writeRtpHeader } from '../../media/rtp/packet.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 2_000);
const fixtures = new URL('../data/fuzz/packets/', import.meta.url);

describe('everything that reads packets', () => {
  it('keeps its contract for damaged packets and for noise', () => {
    fc.assert(
      fc.property(fc.nat(0x7fff_ffff), (round) => fuzzPackets(round)),
      { numRuns: runs },
    );
  });

  it('reads back every RTP packet that is written', () => {
    const header = fc.record({
      payloadType: fc.nat(127),
      marker: fc.boolean(),
      sequence: fc.nat(0xffff),
      timestamp: fc.nat(0xffff_ffff),
      ssrc: fc.nat(0xffff_ffff),
    });
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 1_400 }), (written, payload) => {
        const packet = new Uint8Array(rtpHeaderBytes + payload.length);
        writeRtpHeader(packet, written);
        packet.set(payload, rtpHeaderBytes);
        const read = parseRtp(packet);
        expect(read.ok && read.value).toEqual({ ...written, payload, contributors: [], extension: undefined });
      }),
      { numRuns: Math.min(runs, 500) },
    );
  });
});

describe('inputs worth keeping', () => {
  const names = readdirSync(fixtures).filter((name) => name.endsWith('.hex'));

  it('are there', () => expect(names.length).toBeGreaterThan(10));

  it.each(names)('%s is read by all and breaks none', (name) => {
    readByAll(Buffer.from(readFileSync(new URL(name, fixtures), 'utf8').trim(), 'hex'));
  });
});
