// When to report to the far end and what to say (RFC 3550, 6; RFC 3611), and what its reports say of us.

import type { Clock, RandomSource } from '../../hal/clock.ts';
import type { LossTrace } from '../quality/reception-quality.ts';
import type { Reception } from '../rtp/reception.ts';
import { type ReportBlock, type RtcpPacket, writeRtcp } from '../rtp/rtcp.ts';
import type { ExtendedBlock } from '../rtp/xr.ts';
import type { VoiceReport } from '../rtp/xr-voice.ts';
import type { ExtendedReportName } from '../session.ts';
import { EarlyReport } from './early-report.ts';
import { ntpTime, RemoteReports, type RemoteView, shortNtp } from './remote-view.ts';

/** Five seconds is RFC 3550's least interval; a call's first minute should not wait for it. */
const intervalsMs = [600, 1_500, 2_500];
const steadyIntervalMs = 5_000;

export interface SenderTotals {
  readonly ssrc: number;
  readonly rtpTimestamp: number;
  readonly packetCount: number;
  readonly octetCount: number;
}

/** What an extended report can be made of. */
export interface ExtendedContent {
  /** What the far end asked for; nothing else is sent, so that older gear sees no report it does not know. */
  readonly wanted: readonly ExtendedReportName[];
  readonly trace: LossTrace | undefined;
  readonly voice: VoiceReport | undefined;
}

const nothingExtended: ExtendedContent = { wanted: [], trace: undefined, voice: undefined };

export class RtcpReporter {
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #cname: string;
  readonly #remote: RemoteReports;
  readonly #early = new EarlyReport();
  #reports = 0;
  #dueMs = Number.POSITIVE_INFINITY;
  #packetsAtLastReport = 0;
  #lastSenderReport = 0;
  #lastSenderReportAtMs = 0;
  /** The far end's clock as it told it last, to be given back to it. */
  #reference: { readonly ssrc: number; readonly time: number; readonly atMs: number } | undefined;

  constructor(clock: Clock, random: RandomSource) {
    this.#clock = clock;
    this.#random = random;
    this.#remote = new RemoteReports(clock);
    // RFC 7022: a short-lived random name tells no one who or where this is.
    this.#cname = Buffer.from(random.bytes(12)).toString('base64');
  }

  begin(): void {
    if (this.#dueMs === Number.POSITIVE_INFINITY) this.#schedule();
  }

  /** Between half and one and a half intervals, so that many phones do not report in step (6.3.1). */
  #schedule(): void {
    this.#dueMs = this.#clock.nowMs() + this.#interval();
  }

  #interval(): number {
    const meanMs = intervalsMs[this.#reports] ?? steadyIntervalMs;
    return meanMs * (0.5 + (this.#random.bytes(1)[0] ?? 128) / 256);
  }

  /** After each packet that `reception` accepted. */
  observe(reception: Reception, arrivalMs: number): void {
    this.#early.observe(reception.missingBefore, arrivalMs);
  }

  /** Asked once a period: which report is due now, if any. */
  due(nowMs: number, reception: Reception | undefined): 'regular' | 'early' | undefined {
    if (nowMs >= this.#dueMs) return 'regular';
    return this.#early.isDue(nowMs, reception?.lostLately ?? 0) ? 'early' : undefined;
  }

  get remote(): RemoteView {
    return this.#remote.view;
  }

  /** Writes a compound report and answers its length. */
  write(
    out: Uint8Array,
    sender: SenderTotals,
    reception: Reception | undefined,
    goodbye: boolean,
    extended = nothingExtended,
  ): number {
    const blocks = reception ? [this.#blockFor(reception)] : [];
    const hasSent = sender.packetCount > this.#packetsAtLastReport;
    this.#packetsAtLastReport = sender.packetCount;
    const { seconds, fraction } = ntpTime(this.#clock.wallMs());
    const packets: RtcpPacket[] = [
      hasSent
        ? {
            kind: 'sender-report',
            ssrc: sender.ssrc,
            ntpSeconds: seconds,
            ntpFraction: fraction,
            rtpTimestamp: sender.rtpTimestamp,
            packetCount: sender.packetCount,
            octetCount: sender.octetCount >>> 0,
            blocks,
          }
        : { kind: 'receiver-report', ssrc: sender.ssrc, blocks },
      { kind: 'source-description', chunks: [{ ssrc: sender.ssrc, cname: this.#cname }] },
    ];
    const extendedBlocks = this.#extendedBlocks(reception, hasSent, extended);
    if (extendedBlocks.length > 0) packets.push({ kind: 'extended-report', ssrc: sender.ssrc, blocks: extendedBlocks });
    if (goodbye) packets.push({ kind: 'goodbye', sources: [sender.ssrc] });
    const isRegular = this.#clock.nowMs() >= this.#dueMs;
    this.#reports++;
    if (isRegular) this.#schedule();
    else this.#dueMs += this.#interval();
    this.#early.sent(isRegular);
    return writeRtcp(out, packets);
  }

  #blockFor(reception: Reception): ReportBlock {
    return {
      ssrc: reception.ssrc,
      lossShare: reception.takeLossShare(),
      lostTotal: reception.lost,
      highestSequence: reception.extendedHighestSequence,
      jitterTicks: reception.jitterTicks,
      lastSenderReport: this.#lastSenderReport,
      delaySinceLast: this.#lastSenderReport === 0 ? 0 : this.#keptFor(this.#lastSenderReportAtMs),
    };
  }

  /** In 65536ths of a second. */
  #keptFor(sinceMs: number): number {
    return Math.round(((this.#clock.nowMs() - sinceMs) * 65_536) / 1_000) >>> 0;
  }

  #extendedBlocks(
    reception: Reception | undefined,
    hasSent: boolean,
    { wanted, trace, voice }: ExtendedContent,
  ): readonly ExtendedBlock[] {
    const blocks: ExtendedBlock[] = [];
    const reference = this.#reference;
    // Who tells its clock understands the answer.
    if (reference) {
      const { ssrc, time: lastReference, atMs } = reference;
      blocks.push({
        kind: 'reference-answer',
        answers: [{ ssrc, lastReference, delaySinceLast: this.#keptFor(atMs) }],
      });
      this.#reference = undefined;
    }
    // A sender report brings a round trip by itself (RFC 3611, 4.4).
    if (wanted.includes('rcvr-rtt') && !hasSent) {
      const { seconds, fraction } = ntpTime(this.#clock.wallMs());
      blocks.push({ kind: 'reference-time', ntpSeconds: seconds, ntpFraction: fraction });
    }
    if (wanted.includes('pkt-loss-rle') && reception && trace)
      blocks.push({ kind: 'loss', ssrc: reception.ssrc, ...trace });
    const summary = wanted.includes('stat-summary') ? reception?.takeSummary() : undefined;
    if (summary) blocks.push(summary);
    if (wanted.includes('voip-metrics') && voice) blocks.push(voice);
    return blocks;
  }

  /** Take in one part of a compound that the far end sent. */
  receive(packet: RtcpPacket, ownSsrc: number, ownClockRateHz: number, arrivalMs: number): void {
    this.#remote.receive(packet, ownSsrc, ownClockRateHz, arrivalMs);
    if (packet.kind === 'sender-report') {
      this.#lastSenderReport = shortNtp({ seconds: packet.ntpSeconds, fraction: packet.ntpFraction });
      this.#lastSenderReportAtMs = arrivalMs;
    }
    if (packet.kind !== 'extended-report') return;
    for (const block of packet.blocks) {
      if (block.kind !== 'reference-time') continue;
      const time = shortNtp({ seconds: block.ntpSeconds, fraction: block.ntpFraction });
      this.#reference = { ssrc: packet.ssrc, time, atMs: arrivalMs };
    }
  }
}
