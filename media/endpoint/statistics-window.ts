// Turns running totals into the per-second figures that the rest of the phone sees.

import type { ReceiverStatistics } from '../jitter/speech-receiver.ts';
import { mosOf, ratingOf } from '../quality/e-model.ts';
import type { LevelMeter } from '../quality/level-meter.ts';
import type { Reception } from '../rtp/reception.ts';
import type { CodecName, MediaStatistics, PacketRefusal } from '../session.ts';
import type { RemoteView } from './rtcp-reporter.ts';

export interface Observed {
  readonly atMs: number;
  readonly packetsSent: number;
  readonly octetsSent: number;
  readonly packetsReceived: number;
  readonly packetsRefused: number;
  readonly lastRefusal: PacketRefusal | undefined;
  readonly reception: Reception | undefined;
  readonly receiver: ReceiverStatistics;
  readonly remote: RemoteView;
  readonly captureMeter: LevelMeter;
  readonly playoutMeter: LevelMeter;
  readonly sendCodec: CodecName;
  readonly receiveCodec: CodecName | undefined;
  readonly packetTimeMs: number;
  readonly encrypted: boolean;
}

export class StatisticsWindow {
  #atMs: number;
  #octetsSent = 0;
  #expected = 0;
  #lost = 0;
  #lostBefore = 0;
  #played = 0;
  #concealed = 0;
  #reception: Reception | undefined;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  /** Call once a second; figures "of the last second" are since the call before. */
  close(now: Observed): MediaStatistics {
    if (now.reception !== this.#reception) {
      // A new source counts from its own beginning; what the old one lost stays in the total.
      this.#lostBefore += this.#reception?.lost ?? 0;
      this.#reception = now.reception;
      this.#expected = 0;
      this.#lost = 0;
    }
    const seconds = Math.max(0.001, (now.atMs - this.#atMs) / 1_000);
    const expected = (now.reception?.expected ?? 0) - this.#expected;
    const lost = (now.reception?.lost ?? 0) - this.#lost;
    const played = now.receiver.playedSamples - this.#played;
    const concealed = now.receiver.concealedSamples - this.#concealed;
    const bitRateBps = Math.round(((now.octetsSent - this.#octetsSent) * 8) / seconds);
    this.#atMs = now.atMs;
    this.#octetsSent = now.octetsSent;
    this.#expected += expected;
    this.#lost += lost;
    this.#played = now.receiver.playedSamples;
    this.#concealed = now.receiver.concealedSamples;
    const concealedShare = share(concealed, played);
    const capture = now.captureMeter.take();
    const delayMs = (now.remote.roundTripMs ?? 0) / 2 + now.receiver.delayMs + now.packetTimeMs;
    return {
      atMs: now.atMs,
      packetsSent: now.packetsSent,
      packetsReceived: now.packetsReceived,
      packetsLost: this.#lostBefore + this.#lost,
      packetsLate: now.receiver.packetsLate,
      packetsRefused: now.packetsRefused,
      lastRefusal: now.lastRefusal,
      lossShare: share(lost, expected),
      jitterMs: now.reception?.jitterMs ?? 0,
      roundTripMs: now.remote.roundTripMs,
      remoteLossShare: now.remote.lossShare,
      remoteJitterMs: now.remote.jitterMs,
      bufferDelayMs: now.receiver.delayMs,
      concealedShare,
      captureLevelDbfs: capture.levelDbfs,
      clippedShare: capture.clippedShare,
      playoutLevelDbfs: now.playoutMeter.take().levelDbfs,
      sendCodec: now.sendCodec,
      receiveCodec: now.receiveCodec,
      bitRateBps,
      encrypted: now.encrypted,
      mosEstimate: mosOf(ratingOf(now.receiveCodec ?? now.sendCodec, concealedShare, delayMs)),
    };
  }
}

function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole));
}
