// What the far end's reports say of our voice, and the round trips that come with them (RFC 3550, 6.4; RFC 3611, 4).

import type { Clock } from '../../hal/clock.ts';
import type { ReportBlock, RtcpPacket } from '../rtp/rtcp.ts';
import type { ExtendedBlock } from '../rtp/xr.ts';
import { countLossRuns } from '../rtp/xr-loss.ts';
import type { VoiceReport } from '../rtp/xr-voice.ts';

/** Seconds from the NTP era's start (1900) to that of Unix (RFC 3550, 6.4.1). */
const ntpOffsetSeconds = 2_208_988_800;
/** A round trip longer than this is a wrong clock or a forged report. */
const longestRoundTripMs = 10_000;
/** Each trace counts half as much as the one after it: about three reports are remembered. */
const rememberedShare = 0.5;

/** What the far end says it receives of us; absent while it has not said so. */
export interface RemoteView {
  readonly roundTripMs: number | undefined;
  readonly lossShare: number | undefined;
  /** How many packets that share is of, as far as it can be known. */
  readonly reportedPackets: number | undefined;
  readonly jitterMs: number | undefined;
  /** Mean number of packets it missed in a row lately, from its Loss RLE; undefined where it missed none or does not tell. */
  readonly meanBurstPackets: number | undefined;
  /** Its VoIP metrics: bursts, levels, noise, echo and MOS as it measures them. */
  readonly voice: VoiceReport | undefined;
}

export interface NtpTime {
  readonly seconds: number;
  readonly fraction: number;
}

export function ntpTime(wallMs: number): NtpTime {
  return {
    seconds: (Math.floor(wallMs / 1_000) + ntpOffsetSeconds) >>> 0,
    fraction: Math.floor(((wallMs % 1_000) / 1_000) * 0x1_0000_0000) >>> 0,
  };
}

/** The middle 32 bits: seconds modulo 65536, in 65536ths. */
export function shortNtp({ seconds, fraction }: NtpTime): number {
  return ((seconds << 16) | (fraction >>> 16)) >>> 0;
}

export class RemoteReports {
  readonly #clock: Clock;
  #highestSequence: number | undefined;
  #lost = 0;
  #runs = 0;
  #arrivalWallMs = 0;
  #view: RemoteView = {
    roundTripMs: undefined,
    lossShare: undefined,
    reportedPackets: undefined,
    jitterMs: undefined,
    meanBurstPackets: undefined,
    voice: undefined,
  };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get view(): RemoteView {
    return this.#view;
  }

  /** One part of a compound; what speaks of another source than ours is passed over. */
  receive(packet: RtcpPacket, ownSsrc: number, ownClockRateHz: number, arrivalMs: number): void {
    this.#arrivalWallMs = this.#clock.wallMs() - (this.#clock.nowMs() - arrivalMs);
    if (packet.kind === 'extended-report') for (const block of packet.blocks) this.#receiveBlock(block, ownSsrc);
    if (packet.kind !== 'sender-report' && packet.kind !== 'receiver-report') return;
    const block = packet.blocks.find(({ ssrc }) => ssrc === ownSsrc);
    if (block) this.#receiveReport(block, ownClockRateHz);
  }

  #receiveReport(block: ReportBlock, ownClockRateHz: number): void {
    this.#view = {
      ...this.#view,
      roundTripMs: this.#roundTripOf(block.lastSenderReport, block.delaySinceLast) ?? this.#view.roundTripMs,
      lossShare: block.lossShare,
      reportedPackets: this.#packetsSince(block),
      jitterMs: (block.jitterTicks * 1_000) / ownClockRateHz,
    };
  }

  /** A first report's number of packets follows from its two figures of loss. */
  #packetsSince({ highestSequence, lossShare, lostTotal }: ReportBlock): number | undefined {
    const before = this.#highestSequence;
    this.#highestSequence = highestSequence;
    if (before !== undefined) return Math.max(0, (highestSequence - before) | 0);
    return lossShare > 0 && lostTotal > 0 ? Math.round(lostTotal / lossShare) : undefined;
  }

  #receiveBlock(block: ExtendedBlock, ownSsrc: number): void {
    if (block.kind === 'loss' && block.ssrc === ownSsrc) this.#receiveTrace(block.received);
    if (block.kind === 'voice' && block.ssrc === ownSsrc) this.#view = { ...this.#view, voice: block };
    if (block.kind !== 'reference-answer') return;
    const answer = block.answers.find(({ ssrc }) => ssrc === ownSsrc);
    const roundTripMs = answer && this.#roundTripOf(answer.lastReference, answer.delaySinceLast);
    if (roundTripMs !== undefined) this.#view = { ...this.#view, roundTripMs };
  }

  #receiveTrace(received: readonly boolean[]): void {
    const { lost, runs } = countLossRuns(received);
    this.#lost = this.#lost * rememberedShare + lost;
    this.#runs = this.#runs * rememberedShare + runs;
    // Less than a hundredth of a loss is the memory of one long ago.
    const meanBurstPackets = this.#runs < 0.01 ? undefined : this.#lost / this.#runs;
    this.#view = { ...this.#view, meanBurstPackets };
  }

  /** Arrival minus our time that it names minus how long it kept it, modulo 2^32 (RFC 3550, 6.4.1; RFC 3611, 4.5). */
  #roundTripOf(ourTime: number, keptFor: number): number | undefined {
    if (ourTime === 0) return undefined;
    const arrival = shortNtp(ntpTime(this.#arrivalWallMs));
    const roundTripMs = (((arrival - ourTime - keptFor) | 0) * 1_000) / 65_536;
    if (roundTripMs > longestRoundTripMs || roundTripMs < -1_000) return undefined;
    // Wall clocks count whole milliseconds here: a loopback's round trip may come out just below zero.
    return Math.max(0, roundTripMs);
  }
}
