// When a burst of losses is told ahead of the regular reports, and what the far end then protects against.

import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { ProtectionRule } from '../../../media/codec/protection.ts';
import { EarlyReport } from '../../../media/endpoint/early-report.ts';
import { RtcpReporter } from '../../../media/endpoint/rtcp-reporter.ts';
import { ReceptionQuality } from '../../../media/quality/reception-quality.ts';
import { Reception } from '../../../media/rtp/reception.ts';
import { parseRtcp } from '../../../media/rtp/rtcp.ts';
import { SeededRandom } from './rig/loopback.ts';

const ssrc = 7;

describe('an early report', () => {
  it('is due once the packets of a burst can no longer be late ones', () => {
    const early = new EarlyReport();
    early.observe(4, 1_000);
    expect(early.isDue(1_040, 4)).toBe(false);
    expect(early.isDue(1_060, 4)).toBe(true);
    expect(early.isDue(1_080, 4)).toBe(false);
  });

  it('is not made of one or two losses, nor of packets that were only overtaken', () => {
    const early = new EarlyReport();
    early.observe(2, 1_000);
    expect(early.isDue(2_000, 2)).toBe(false);
    early.observe(3, 3_000);
    expect(early.isDue(3_060, 0)).toBe(false);
  });

  it('comes once between two regular ones', () => {
    const early = new EarlyReport();
    early.observe(4, 1_000);
    expect(early.isDue(1_100, 4)).toBe(true);
    early.sent(false);
    early.observe(4, 1_200);
    expect(early.isDue(2_000, 4)).toBe(false);
    early.sent(true);
    early.observe(4, 2_200);
    expect(early.isDue(2_300, 4)).toBe(true);
  });
});

/** A listener's reports of a call in which packets are lost, and what the talker makes of each. */
class Call {
  readonly #clock = new VirtualClock();
  readonly #listener = new RtcpReporter(this.#clock, new SeededRandom(3));
  readonly #talker = new RtcpReporter(this.#clock, new SeededRandom(4));
  readonly #reception = new Reception(ssrc, 48_000);
  readonly #quality = new ReceptionQuality(48_000);
  readonly #rule = new ProtectionRule();
  readonly reportsAtMs: number[] = [];
  #sent = 0;

  constructor() {
    this.#listener.begin();
  }

  get usesRedundancy(): boolean {
    return this.#rule.plan.redundancyMs > 0;
  }

  async send(count: number, isLost: (n: number) => boolean): Promise<void> {
    for (let n = 0; n < count; n++) {
      await this.#clock.advance(20);
      this.#arrive(this.#sent++, isLost(n));
      const due = this.#listener.due(this.#clock.nowMs(), this.#reception);
      if (due) this.#report(due === 'early');
    }
  }

  #arrive(sequence: number, isLost: boolean): void {
    if (isLost) return;
    this.#reception.receive(sequence, sequence * 960, this.#clock.nowMs());
    this.#quality.receive(sequence, sequence * 960, false);
    this.#listener.observe(this.#reception, this.#clock.nowMs());
  }

  #report(isEarly: boolean): void {
    const out = new Uint8Array(768);
    const sender = { ssrc: 9, rtpTimestamp: 0, packetCount: this.#sent, octetCount: 0 };
    const extended = { wanted: ['pkt-loss-rle'] as const, trace: this.#quality.takeTrace(isEarly), voice: undefined };
    const length = this.#listener.write(out, sender, this.#reception, false, extended);
    const parsed = parseRtcp(out.subarray(0, length));
    if (!parsed.ok) throw new Error(parsed.error);
    for (const packet of parsed.value) this.#talker.receive(packet, ssrc, 48_000, this.#clock.nowMs());
    const { lossShare = 0, reportedPackets, meanBurstPackets } = this.#talker.remote;
    this.#rule.observe({ lossShare, reportedPackets, meanBurstPackets });
    this.reportsAtMs.push(this.#clock.nowMs());
  }
}

const inBursts = (n: number) => n % 20 >= 8 && n % 20 < 12;

describe('a far end that reports early', () => {
  it('has DRED within a second of the first burst, even after a long time without loss', async () => {
    const call = new Call();
    await call.send(1_000, () => false);
    expect(call.usesRedundancy).toBe(false);
    await call.send(50, inBursts);
    expect(call.usesRedundancy).toBe(true);
  });

  it('has no more reports in the long run than without, and none of them early without bursts', async () => {
    const lossy = new Call();
    await lossy.send(3_000, inBursts);
    const punctual = new Call();
    await punctual.send(3_000, () => false);
    const isolated = new Call();
    await isolated.send(3_000, (n) => n % 20 === 7);
    expect(isolated.reportsAtMs).toEqual(punctual.reportsAtMs);
    expect(lossy.reportsAtMs.length).toBeLessThan(punctual.reportsAtMs.length + 4);
  });

  it('does not take three lost packets for a lossy network', async () => {
    const call = new Call();
    await call.send(40, (n) => n >= 30 && n < 33);
    await call.send(400, () => false);
    expect(call.usesRedundancy).toBe(false);
  });
});
