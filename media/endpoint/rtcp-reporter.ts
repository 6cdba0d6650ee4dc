// When to report to the far end, what to say, and what its reports say of us (RFC 3550, 6).

import type { Clock, RandomSource } from '../../hal/clock.ts';
import type { Reception } from '../rtp/reception.ts';
import { type ReportBlock, type RtcpPacket, writeRtcp } from '../rtp/rtcp.ts';

/** Five seconds is RFC 3550's least interval; a call's first minute should not wait for it. */
const intervalsMs = [600, 1_500, 2_500];
const steadyIntervalMs = 5_000;
/** Seconds from the NTP era's start (1900) to that of Unix (6.4.1). */
const ntpOffsetSeconds = 2_208_988_800;
/** A round trip longer than this is a wrong clock or a forged report. */
const longestRoundTripMs = 10_000;

/** What the far end says it receives of us. */
export interface RemoteView {
  readonly roundTripMs: number | undefined;
  readonly lossShare: number | undefined;
  readonly jitterMs: number | undefined;
}

export interface SenderTotals {
  readonly ssrc: number;
  readonly rtpTimestamp: number;
  readonly packetCount: number;
  readonly octetCount: number;
}

export class RtcpReporter {
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #cname: string;
  #reports = 0;
  #dueMs = Number.POSITIVE_INFINITY;
  #packetsAtLastReport = 0;
  #lastSenderReport = 0;
  #lastSenderReportAtMs = 0;
  #remote: RemoteView = { roundTripMs: undefined, lossShare: undefined, jitterMs: undefined };

  constructor(clock: Clock, random: RandomSource) {
    this.#clock = clock;
    this.#random = random;
    // RFC 7022: a short-lived random name tells no one who or where this is.
    this.#cname = Buffer.from(random.bytes(12)).toString('base64');
  }

  begin(): void {
    if (this.#dueMs === Number.POSITIVE_INFINITY) this.#schedule();
  }

  /** Between half and one and a half intervals, so that many phones do not report in step (6.3.1). */
  #schedule(): void {
    const interval = intervalsMs[this.#reports] ?? steadyIntervalMs;
    this.#dueMs = this.#clock.nowMs() + interval * (0.5 + (this.#random.bytes(1)[0] ?? 128) / 256);
  }

  isDue(nowMs: number): boolean {
    return nowMs >= this.#dueMs;
  }

  /** Writes a compound report and answers its length. */
  write(out: Uint8Array, sender: SenderTotals, reception: Reception | undefined, goodbye: boolean): number {
    const blocks = reception ? [this.#blockFor(reception)] : [];
    const hasSent = sender.packetCount > this.#packetsAtLastReport;
    this.#packetsAtLastReport = sender.packetCount;
    const wallMs = this.#clock.wallMs();
    const packets: RtcpPacket[] = [
      hasSent
        ? {
            kind: 'sender-report',
            ssrc: sender.ssrc,
            ntpSeconds: (Math.floor(wallMs / 1_000) + ntpOffsetSeconds) >>> 0,
            ntpFraction: Math.floor(((wallMs % 1_000) / 1_000) * 0x1_0000_0000) >>> 0,
            rtpTimestamp: sender.rtpTimestamp,
            packetCount: sender.packetCount,
            octetCount: sender.octetCount >>> 0,
            blocks,
          }
        : { kind: 'receiver-report', ssrc: sender.ssrc, blocks },
      { kind: 'source-description', chunks: [{ ssrc: sender.ssrc, cname: this.#cname }] },
    ];
    if (goodbye) packets.push({ kind: 'goodbye', sources: [sender.ssrc] });
    this.#reports++;
    this.#schedule();
    return writeRtcp(out, packets);
  }

  #blockFor(reception: Reception): ReportBlock {
    const sinceMs = this.#clock.nowMs() - this.#lastSenderReportAtMs;
    return {
      ssrc: reception.ssrc,
      lossShare: reception.takeLossShare(),
      lostTotal: reception.lost,
      highestSequence: reception.extendedHighestSequence,
      jitterTicks: reception.jitterTicks,
      lastSenderReport: this.#lastSenderReport,
      delaySinceLast: this.#lastSenderReport === 0 ? 0 : Math.round((sinceMs * 65_536) / 1_000) >>> 0,
    };
  }

  /** Take in one part of a compound that the far end sent. */
  receive(packet: RtcpPacket, ownSsrc: number, ownClockRateHz: number): void {
    if (packet.kind === 'sender-report') {
      this.#lastSenderReport = ((packet.ntpSeconds << 16) | (packet.ntpFraction >>> 16)) >>> 0;
      this.#lastSenderReportAtMs = this.#clock.nowMs();
    }
    if (packet.kind !== 'sender-report' && packet.kind !== 'receiver-report') return;
    const block = packet.blocks.find(({ ssrc }) => ssrc === ownSsrc);
    if (!block) return;
    this.#remote = {
      roundTripMs: this.#roundTripOf(block) ?? this.#remote.roundTripMs,
      lossShare: block.lossShare,
      jitterMs: (block.jitterTicks * 1_000) / ownClockRateHz,
    };
  }

  /** Arrival minus LSR minus DLSR, all in 65536ths of a second modulo 2^32 (6.4.1). */
  #roundTripOf(block: ReportBlock): number | undefined {
    if (block.lastSenderReport === 0) return undefined;
    const wallMs = this.#clock.wallMs();
    const seconds = Math.floor(wallMs / 1_000) + ntpOffsetSeconds;
    const arrival = ((seconds & 0xffff) << 16) | Math.floor(((wallMs % 1_000) / 1_000) * 65_536);
    const roundTripMs = (((arrival - block.lastSenderReport - block.delaySinceLast) | 0) * 1_000) / 65_536;
    if (roundTripMs > longestRoundTripMs || roundTripMs < -1_000) return undefined;
    // Wall clocks count whole milliseconds here: a loopback's round trip may come out just below zero.
    return Math.max(0, roundTripMs);
  }

  get remote(): RemoteView {
    return this.#remote;
  }
}
