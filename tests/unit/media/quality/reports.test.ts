// Two reporters tell each other of a call: round trips without speech, losses run by run, and figures of the voice.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { RtcpReporter, type SenderTotals } from '../../../../media/endpoint/rtcp-reporter.ts';
import { ReceptionQuality } from '../../../../media/quality/reception-quality.ts';
import { Reception } from '../../../../media/rtp/reception.ts';
import { parseRtcp, type RtcpPacket } from '../../../../media/rtp/rtcp.ts';
import { SummaryWindow } from '../../../../media/rtp/summary-window.ts';
import type { ExtendedReportName } from '../../../../media/session.ts';
import { SeededRandom } from '../rig/loopback.ts';

const wanted: readonly ExtendedReportName[] = ['pkt-loss-rle', 'rcvr-rtt', 'voip-metrics'];
const nearSsrc = 11;
const farSsrc = 22;

function totals(ssrc: number, packetCount = 0): SenderTotals {
  return { ssrc, rtpTimestamp: 0, packetCount, octetCount: 0 };
}

/** What `from` writes, as packets again: through bytes, as on the wire. */
function written(
  from: RtcpReporter,
  sender: SenderTotals,
  received?: { readonly reception: Reception; readonly quality: ReceptionQuality },
  asked = wanted,
): readonly RtcpPacket[] {
  const out = new Uint8Array(768);
  const length = from.write(out, sender, received?.reception, false, {
    wanted: asked,
    trace: received?.quality.takeTrace(),
    voice: undefined,
  });
  const parsed = parseRtcp(out.subarray(0, length));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function receive(clock: VirtualClock, by: RtcpReporter, packets: readonly RtcpPacket[], ownSsrc: number): void {
  for (const packet of packets) by.receive(packet, ownSsrc, 48_000, clock.nowMs());
}

function pair(): { readonly clock: VirtualClock; readonly near: RtcpReporter; readonly far: RtcpReporter } {
  const clock = new VirtualClock();
  return {
    clock,
    near: new RtcpReporter(clock, new SeededRandom(1)),
    far: new RtcpReporter(clock, new SeededRandom(2)),
  };
}

describe('reports', () => {
  it('bring a round trip to a side that sends no speech (RFC 3611, 4.4 and 4.5)', async () => {
    const { clock, near, far } = pair();
    const asked = written(near, totals(nearSsrc));
    await clock.advance(40);
    receive(clock, far, asked, farSsrc);
    await clock.advance(1_000);
    const answered = written(far, totals(farSsrc));
    await clock.advance(40);
    expect(near.remote.roundTripMs).toBeUndefined();
    receive(clock, near, answered, nearSsrc);
    expect(near.remote.roundTripMs).toBeCloseTo(80, 0);
    // Each question is answered once: an old clock would make the way look longer.
    expect(written(far, totals(farSsrc), undefined, []).some(({ kind }) => kind === 'extended-report')).toBe(false);
  });

  it('have nothing extended for a far end that did not ask', () => {
    const { near } = pair();
    expect(written(near, totals(nearSsrc, 50), undefined, []).map(({ kind }) => kind)).toEqual([
      'sender-report',
      'source-description',
    ]);
  });

  it('tell how many packets are lost in a row', () => {
    const { clock, near, far } = pair();
    const received = { reception: new Reception(nearSsrc, 48_000), quality: new ReceptionQuality(48_000) };
    for (let n = 0; n < 400; n++) {
      // Four of every fifty packets never come.
      if (n % 50 >= 20 && n % 50 < 24) continue;
      received.reception.receive(n, n * 960, n * 20);
      received.quality.receive(n, n * 960, false);
    }
    expect(near.remote.meanBurstPackets).toBeUndefined();
    receive(clock, near, written(far, totals(farSsrc), received), nearSsrc);
    expect(near.remote.meanBurstPackets).toBe(4);
    expect(near.remote.lossShare).toBeCloseTo(0.08, 2);
  });

  it('sum up what came since the report before, for a far end that asks for it (RFC 3611, 4.6)', () => {
    const { far } = pair();
    const received = { reception: new Reception(nearSsrc, 48_000), quality: new ReceptionQuality(48_000) };
    const come = (n: number, delayMs = 0) =>
      received.reception.receive((65_500 + n) & 0xffff, n * 960, 100 + n * 20 + delayMs);
    // Packet 30 is lost, packet 40 comes twice, and packet 60 comes 10 ms late.
    for (let n = 0; n < 100; n++) {
      if (n !== 30) come(n, n === 60 ? 10 : 0);
      if (n === 40) come(n, 20);
    }
    const summaryOf = (asked: readonly ExtendedReportName[]) =>
      written(far, totals(farSsrc), received, asked)
        .flatMap((packet) => (packet.kind === 'extended-report' ? packet.blocks : []))
        .find(({ kind }) => kind === 'summary');
    expect(summaryOf(['pkt-loss-rle'])).toBeUndefined();
    expect(summaryOf(['stat-summary'])).toMatchObject({
      ...{ ssrc: nearSsrc, beginSequence: 65_500, endSequence: 64, lost: 1, duplicates: 1 },
      jitter: { least: 0, most: 960 },
    });
    expect(summaryOf(['stat-summary'])).toBeUndefined();
    for (let n = 100; n < 120; n++) come(n);
    expect(summaryOf(['stat-summary'])).toMatchObject({ beginSequence: 64, endSequence: 84, lost: 0, duplicates: 0 });
  });

  it('count on, whatever comes, without growing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 3_000 }), (sequences) => {
        const window = new SummaryWindow();
        for (const sequence of sequences) window.observe(sequence);
        const summary = window.take(1);
        if (sequences.length === 0) expect(summary).toBeUndefined();
        else expect((summary?.lost ?? -1) + (summary?.duplicates ?? -1)).toBeLessThanOrEqual(1_000 * 255);
      }),
      { numRuns: 50 },
    );
  });

  it('forget old losses as new ones come, and speak of no other source', () => {
    const { clock, near, far } = pair();
    const tell = (lost: (n: number) => boolean, ssrc = nearSsrc): void => {
      const received = { reception: new Reception(ssrc, 48_000), quality: new ReceptionQuality(48_000) };
      for (let n = 0; n < 300; n++) {
        if (lost(n)) continue;
        received.reception.receive(n, n * 960, n * 20);
        received.quality.receive(n, n * 960, false);
      }
      receive(clock, near, written(far, totals(farSsrc), received), nearSsrc);
    };
    tell((n) => n % 40 >= 30 && n % 40 < 38);
    expect(near.remote.meanBurstPackets).toBeGreaterThan(7);
    tell((n) => n % 20 === 10, 999);
    expect(near.remote.meanBurstPackets).toBeGreaterThan(7);
    for (let report = 0; report < 6; report++) tell((n) => n % 20 === 10);
    expect(near.remote.meanBurstPackets).toBeLessThan(1.2);
    for (let report = 0; report < 12; report++) tell(() => false);
    expect(near.remote.meanBurstPackets).toBeUndefined();
  });
});
