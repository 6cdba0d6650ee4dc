// A call in virtual time, one direction: real encoder, impaired network, real receiver, faster than real time.

import { openCodec, type SpeechCodec, speechRateHz } from '../../../media/codec/index.ts';
import { SpeechSender } from '../../../media/endpoint/speech-sender.ts';
import { AdaptiveReceiver } from '../../../media/jitter/adaptive-receiver.ts';
import type { IncomingPacket, ReceiverStatistics, SpeechReceiver } from '../../../media/jitter/speech-receiver.ts';
import { parseRtp } from '../../../media/rtp/packet.ts';
import type { CodecName } from '../../../media/session.ts';
import { seededRandom } from '../../enterprise/relay/impairment.ts';
import { type NetworkConditions, VirtualNetwork } from './network.ts';
import { VirtualReports } from './reports.ts';

const payloadType = 96;
/** Reports travel as packets do. */
const reportDelayMs = 20;

export interface VirtualCallOptions {
  readonly network: NetworkConditions;
  readonly seed: number;
  readonly codec?: CodecName;
  readonly packetTimeMs?: number;
  /** How often the receiver's sound device asks, and when first, counted from the begin of the capture. */
  readonly periodMs?: number;
  readonly phaseMs?: number;
  /** Another receiver than the phone's, to compare with. */
  readonly openReceiver?: (codecFor: (payloadType: number) => SpeechCodec | undefined) => SpeechReceiver;
}

interface Flying {
  readonly packet: IncomingPacket;
  readonly arrivesMs: number;
}

/**
 * Stepped by the receiver's period. Speech spoken at sample n of what `push` was given is heard at sample n plus the
 * delay of what `period` fills: packet time, codec, network and jitter buffer, but neither sound device.
 */
export class VirtualCall {
  readonly #periodMs: number;
  readonly #phaseMs: number;
  readonly #network: VirtualNetwork;
  readonly #captureMs: number;
  readonly #reports = new VirtualReports();
  readonly #encoder: SpeechCodec;
  readonly #decoder: SpeechCodec;
  readonly #sender: SpeechSender;
  readonly #receiver: SpeechReceiver;
  readonly #nextSpeech: (frame: Int16Array) => void;
  readonly #captured: Int16Array;
  readonly #flying: Flying[] = [];
  #sentMs = 0;
  #periods = 0;
  #captures = 0;
  /** When each packet that never arrived was sent. */
  readonly lostAtMs: number[] = [];

  /** `nextSpeech` fills 20 ms of what the microphone hears. */
  constructor(options: VirtualCallOptions, nextSpeech: (frame: Int16Array) => void) {
    const { network, seed, codec = 'opus', packetTimeMs = 20, periodMs = 20, phaseMs = 0 } = options;
    this.#periodMs = periodMs;
    this.#phaseMs = phaseMs;
    this.#network = new VirtualNetwork(network, seed);
    this.#captureMs = 20 / (1 + (network.skewPpm ?? 0) / 1e6);
    this.#captured = new Int16Array((20 * speechRateHz) / 1_000);
    this.#nextSpeech = nextSpeech;
    this.#encoder = openCodec(codec);
    this.#decoder = openCodec(codec);
    const random = seededRandom(seed);
    const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
    this.#sender = new SpeechSender({ bytes }, (packet, length) => this.#launch(packet.slice(0, length)));
    this.#sender.configure({
      codec: this.#encoder,
      payloadType,
      packetTimeMs,
      eventPayloadType: undefined,
    });
    const codecFor = () => this.#decoder;
    this.#receiver = options.openReceiver?.(codecFor) ?? new AdaptiveReceiver(codecFor);
  }

  get statistics(): ReceiverStatistics {
    return this.#receiver.statistics();
  }

  /** What the jitter buffer holds now, see `ReceiverStatistics.delayMs`. */
  get delayMs(): number {
    return this.#receiver.statistics().delayMs;
  }

  get packetsSent(): number {
    return this.#sender.packetsSent;
  }

  get octetsSent(): number {
    return this.#sender.octetsSent;
  }

  get nowMs(): number {
    return this.#phaseMs + this.#periods * this.#periodMs;
  }

  get periodSamples(): number {
    return (this.#periodMs * speechRateHz) / 1_000;
  }

  /** Fills the next period of what is heard. */
  period(heard: Int16Array): void {
    const { nowMs } = this;
    // A frame is sent when its last sample has been spoken.
    while ((this.#captures + 1) * this.#captureMs <= nowMs) this.#capture();
    this.#deliver(nowMs);
    this.#receiver.pull(heard, nowMs);
    this.#periods++;
  }

  close(): void {
    this.#encoder.close();
    this.#decoder.close();
  }

  #capture(): void {
    this.#captures++;
    this.#sentMs = this.#captures * this.#captureMs;
    const report = this.#reports.take(this.#sentMs - reportDelayMs);
    if (report) this.#encoder.adaptTo(report);
    this.#nextSpeech(this.#captured);
    this.#sender.push(this.#captured, true);
  }

  #launch(bytes: Uint8Array): boolean {
    const parsed = parseRtp(bytes);
    if (!parsed.ok) throw new Error(parsed.error);
    const packet = { ...parsed.value, isEvent: false };
    const arrivals = this.#network.carry(this.#sentMs);
    this.#reports.observe(arrivals.length === 0, this.#sentMs);
    if (arrivals.length === 0) this.lostAtMs.push(this.#sentMs);
    for (const arrivesMs of arrivals) {
      const after = this.#flying.findLastIndex((flying) => flying.arrivesMs <= arrivesMs);
      this.#flying.splice(after + 1, 0, { packet, arrivesMs });
    }
    return true;
  }

  #deliver(nowMs: number): void {
    while ((this.#flying[0]?.arrivesMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      const { packet, arrivesMs } = this.#flying.shift() as Flying;
      this.#receiver.insert(packet, arrivesMs);
    }
  }
}

export interface VirtualCallResult {
  /** On the time line of the speech: heard[n + delay] is speech[n]. */
  readonly heard: Int16Array;
  readonly statistics: ReceiverStatistics;
  /** Of the samples played: made up because nothing of them arrived in time. */
  readonly concealedShare: number;
  /** Lost or late, but restored from another packet. */
  readonly recoveredShare: number;
  readonly packetsSent: number;
  readonly stretchedShare: number;
  /** When each packet that never arrived was sent, on the same time line. */
  readonly lostAtMs: readonly number[];
  readonly bitRateBps: number;
}

/** Runs `speech` through a whole call; the last of it is heard as well. */
export function makeVirtualCall(speech: Int16Array, options: VirtualCallOptions): VirtualCallResult {
  let spoken = 0;
  const call = new VirtualCall(options, (frame) => {
    frame.fill(0);
    frame.set(speech.subarray(spoken, spoken + frame.length));
    spoken += frame.length;
  });
  const startSample = Math.round(((options.phaseMs ?? 0) * speechRateHz) / 1_000);
  const periods = Math.floor((speech.length - startSample) / call.periodSamples);
  const heard = new Int16Array(speech.length);
  for (let period = 0; period < periods; period++) {
    const at = startSample + period * call.periodSamples;
    call.period(heard.subarray(at, at + call.periodSamples));
  }
  const { statistics, packetsSent, lostAtMs, octetsSent } = call;
  call.close();
  const played = Math.max(1, statistics.playedSamples);
  return {
    heard,
    statistics,
    concealedShare: statistics.concealedSamples / played,
    recoveredShare: statistics.recoveredSamples / played,
    stretchedShare: statistics.stretchedSamples / played,
    packetsSent,
    lostAtMs,
    bitRateBps: (octetsSent * 8 * speechRateHz) / Math.max(1, spoken),
  };
}
