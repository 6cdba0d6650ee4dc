// Turns running totals into the per-second figures that the rest of the phone sees.

import type { ReceiverStatistics } from '../jitter/speech-receiver.ts';
import { codecBandwidthHz } from '../quality/codec-bandwidth.ts';
import type { DeviceFigures } from '../quality/device-watch.ts';
import { mosOf, ratingOf } from '../quality/e-model.ts';
import { type HeardSound, heardSound, undisturbed } from '../quality/heard-sound.ts';
import type { ReceptionFigures } from '../quality/reception-quality.ts';
import type { SoundFigures } from '../quality/sound-watch.ts';
import type { SpeechFigures } from '../quality/speech-levels.ts';
import type { Reception } from '../rtp/reception.ts';
import type { Codec, CodecName, LossBursts, MediaStatistics, PacketRefusal } from '../session.ts';
import type { RemoteView } from './remote-view.ts';

export interface Observed {
  readonly atMs: number;
  readonly localSsrc: number;
  readonly packetsSent: number;
  readonly octetsSent: number;
  readonly packetsReceived: number;
  readonly packetsRefused: number;
  readonly lastRefusal: PacketRefusal | undefined;
  readonly reception: Reception | undefined;
  readonly receptionFigures: ReceptionFigures | undefined;
  readonly receiver: ReceiverStatistics;
  readonly remote: RemoteView;
  readonly sound: SoundFigures;
  readonly device: DeviceFigures | undefined;
  readonly sendCodec: Codec;
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
  #receiver: ReceiverStatistics | undefined;
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
    const { reception, receptionFigures, receiver, remote, sound, device } = now;
    const seconds = Math.max(0.001, (now.atMs - this.#atMs) / 1_000);
    const expected = (reception?.expected ?? 0) - this.#expected;
    const lost = (reception?.lost ?? 0) - this.#lost;
    const played = receiver.playedSamples - (this.#receiver?.playedSamples ?? 0);
    const recovered = receiver.recoveredSamples - (this.#receiver?.recoveredSamples ?? 0);
    const heard = played > 0 ? heardSound(receiver, this.#receiver, receptionFigures?.lossRunPackets) : undefined;
    const bitRateBps = Math.round(((now.octetsSent - this.#octetsSent) * 8) / seconds);
    this.#atMs = now.atMs;
    this.#octetsSent = now.octetsSent;
    this.#expected += expected;
    this.#lost += lost;
    this.#receiver = receiver;
    const bufferDelayMs = reception ? receiver.delayMs : undefined;
    const oneWayDelayMs = remote.roundTripMs === undefined ? undefined : remote.roundTripMs / 2;
    const knownDelayMs =
      (receptionFigures?.packetMs ?? now.packetTimeMs) +
      (oneWayDelayMs ?? 0) +
      (bufferDelayMs ?? 0) +
      (device?.playoutDelayMs ?? 0);
    return {
      atMs: now.atMs,
      packetsSent: now.packetsSent,
      packetsReceived: now.packetsReceived,
      packetsLost: this.#lostBefore + this.#lost,
      packetsLate: receiver.packetsLate,
      packetsRefused: now.packetsRefused,
      lastRefusal: now.lastRefusal,
      lossShare: share(lost, expected),
      bursts: receptionFigures && lossBursts(receptionFigures),
      jitterMs: reception?.jitterMs,
      roundTripMs: remote.roundTripMs,
      oneWayDelayMs,
      remoteLossShare: remote.lossShare,
      remoteJitterMs: remote.jitterMs,
      remoteVoice: remote.voice,
      bufferDelayMs,
      endToEndDelayMs: oneWayDelayMs === undefined || bufferDelayMs === undefined ? undefined : knownDelayMs,
      concealedShare: heard?.concealed,
      stretchedShare: heard?.stretched,
      recoveredShare: share(recovered, played),
      captureLevelDbfs: sound.captureLevelDbfs,
      playoutLevelDbfs: sound.playoutLevelDbfs,
      captureSpeech: inItsRoom(sound.captureSpeech, device?.signalToNoiseDb),
      playoutSpeech: sound.playoutSpeech,
      clippedShare: sound.clippedShare,
      device,
      sendCodec: now.sendCodec.name,
      receiveCodec: now.receiveCodec,
      ...codecLimits(now.sendCodec),
      bitRateBps,
      encrypted: now.encrypted,
      localSsrc: now.localSsrc,
      remoteSsrc: reception?.ssrc,
      ...estimate(now.receiveCodec, heard, knownDelayMs),
    };
  }
}

/** Noise that the phone has taken out is noise all the same: speech suffers from it, and somebody could shut a window. */
function inItsRoom(sent: SpeechFigures | undefined, uncleanedDb: number | undefined): SpeechFigures | undefined {
  return sent && uncleanedDb !== undefined ? { ...sent, signalToNoiseDb: uncleanedDb } : sent;
}

/** Without a part of a second to judge there is nothing to say of it. */
function estimate(
  codec: CodecName | undefined,
  heard: HeardSound | undefined,
  delayMs: number,
): Pick<MediaStatistics, 'listeningRating' | 'rating' | 'mosListening' | 'mosEstimate' | 'mosDegradation'> {
  if (!codec || !heard) return { mosEstimate: undefined };
  const rating = ratingOf(codec, heard, delayMs);
  const listeningRating = ratingOf(codec, heard);
  const mosListening = mosOf(listeningRating);
  const mosDegradation = mosOf(ratingOf(codec, undisturbed)) - mosListening;
  return { listeningRating, rating, mosListening, mosEstimate: mosOf(rating), mosDegradation };
}

function codecLimits(codec: Codec): Pick<MediaStatistics, 'codecBandwidthHz' | 'bitRateLimitBps'> {
  const limit = Number(codec.parameters.maxaveragebitrate);
  const bitRateLimitBps = codec.name === 'opus' ? limit || undefined : 64_000;
  return { codecBandwidthHz: codecBandwidthHz(codec), bitRateLimitBps };
}

const usualPacketMs = 20;

function lossBursts(figures: ReceptionFigures): LossBursts {
  const packetMs = figures.packetMs ?? usualPacketMs;
  const inMs = (packets: number | undefined): number | undefined => packets && packets * packetMs;
  return {
    bursts: figures.bursts,
    burstDensity: figures.burstDensity,
    gapDensity: figures.gapDensity,
    burstDurationMs: inMs(figures.burstPackets),
    gapDurationMs: inMs(figures.gapPackets),
    lossRunPackets: figures.lossRunPackets,
  };
}

/** Undefined where there was nothing to take a share of. */
function share(part: number, whole: number): number | undefined {
  return whole <= 0 ? undefined : Math.min(1, Math.max(0, part / whole));
}
