// One call's packets to sound and back: socket, SRTP, RTP, RTCP, jitter buffer and codec behind `exchange`.

import type { Clock, RandomSource } from '../../hal/clock.ts';
import { ok, type Result } from '../../hal/result.ts';
import { clockRateOf, comfortNoisePayloadType } from '../codec/index.ts';
import { AdaptiveReceiver } from '../jitter/adaptive-receiver.ts';
import type { SpeechReceiver } from '../jitter/speech-receiver.ts';
import { type DeviceTotals, DeviceWatch } from '../quality/device-watch.ts';
import { ReceptionQuality } from '../quality/reception-quality.ts';
import { SoundWatch } from '../quality/sound-watch.ts';
import { voiceReportOf } from '../quality/voice-report.ts';
import type { RtpPacket } from '../rtp/packet.ts';
import { Reception } from '../rtp/reception.ts';
import type { RtcpPacket } from '../rtp/rtcp.ts';
import { DigitReceiver } from '../rtp/telephone-event.ts';
import type { CodecName, MediaParameters, MediaStatistics, PacketRefusal } from '../session.ts';
import { CodecSet } from './codec-set.ts';
import { InBandDigits } from './in-band-digits.ts';
import { type MediaSocket, openMediaSocket } from './port/media-socket.ts';
import { PacketPort, type PortOptions } from './port/packet-port.ts';
import { openProtection, type Protection } from './protection.ts';
import type { RemoteView } from './remote-view.ts';
import { type ExtendedContent, RtcpReporter } from './rtcp-reporter.ts';
import { SpeechSender } from './speech-sender.ts';
import { StatisticsWindow } from './statistics-window.ts';

const statisticsIntervalMs = 1_000;
/** No packet for so long while some were due is worth telling. */
export const silenceMs = 3_000;
const largestReportBytes = 768;
/** Packet times without a packet after which a source counts as gone where another one speaks. */
const quietPackets = 3;

export interface EndpointOptions extends PortOptions {
  readonly localAddress: string;
  readonly random: RandomSource;
  /** The sound device's running totals, where there is a device. */
  readonly device?: () => DeviceTotals | undefined;
  /** False while other calls have it: then what this one hears is heard by nobody. Absent: it always has it. */
  readonly hasHandset?: () => boolean;
  /** For who records rather than talks: the wait for each packet, which then never changes. */
  readonly steadyWaitMs?: number;
}

export interface EndpointListener {
  onStatistics?(statistics: MediaStatistics): void;
  onDigit?(digit: string): void;
  onSilence?(silentMs: number): void;
}

/**
 * Driven by its owner: `exchange` is called once a period of the audio clock and does all timed work (reports,
 * statistics, silence) as well, so that a call has no timers of its own.
 */
export class RtpEndpoint {
  readonly #clock: Clock;
  readonly #port: PacketPort;
  readonly #listener: EndpointListener;
  readonly #codecs = new CodecSet();
  readonly #receiver: SpeechReceiver;
  readonly #sender: SpeechSender;
  readonly #reporter: RtcpReporter;
  readonly #digits = new DigitReceiver();
  readonly #tones = new InBandDigits((digit) => this.#listener.onDigit?.(digit));
  readonly #sound = new SoundWatch();
  readonly #deviceWatch = new DeviceWatch();
  readonly #device: () => DeviceTotals | undefined;
  readonly #hasHandset: () => boolean;
  readonly #window: StatisticsWindow;
  readonly #report = new Uint8Array(largestReportBytes);
  readonly #heard = () => ({ ssrc: this.#reception?.ssrc, lastPacketMs: this.#lastGenuineMs });
  #parameters: MediaParameters | undefined;
  #protection: Protection | undefined;
  #reception: Reception | undefined;
  #receptionQuality: ReceptionQuality | undefined;
  #latest: MediaStatistics | undefined;
  #receiveCodec: CodecName | undefined;
  #protectedAgainst: RemoteView | undefined;
  #packetsReceived = 0;
  #statisticsDueMs = 0;
  #lastPacketMs = 0;
  /** Of the source that is listened to; unlike `#lastPacketMs` not moved by a hold. */
  #lastGenuineMs = Number.NEGATIVE_INFINITY;
  #silenceTold = false;
  #closed = false;

  constructor(socket: MediaSocket, options: EndpointOptions, listener: EndpointListener) {
    this.#clock = options.clock;
    this.#device = options.device ?? (() => undefined);
    this.#hasHandset = options.hasHandset ?? (() => true);
    this.#listener = listener;
    this.#receiver = new AdaptiveReceiver((type) => this.#codecs.codecFor(type), options.steadyWaitMs);
    this.#reporter = new RtcpReporter(options.clock, options.random);
    this.#window = new StatisticsWindow(options.clock.nowMs());
    this.#sender = new SpeechSender(options.random, (packet) => this.#port.send(packet));
    this.#port = new PacketPort(socket, options, {
      onRtp: (packet, arrivalMs) => this.#receiveRtp(packet, arrivalMs),
      onRtcp: (packets, arrivalMs) => this.#receiveRtcp(packets, arrivalMs),
    });
  }

  get localPort(): number {
    return this.#port.port;
  }

  get localAddress(): string {
    return this.#port.address;
  }

  /** Begin or change. An error (a key of the wrong length, a codec this build lacks) leaves everything as it was. */
  start(parameters: MediaParameters): Result<void> {
    const protection = openProtection(parameters, this.#protection, this.#clock);
    if (!protection.ok) return protection;
    const nowMs = this.#clock.nowMs();
    if (!this.#parameters) this.#statisticsDueMs = nowMs + statisticsIntervalMs;
    // A hold or a resume starts a new wait for packets.
    if (this.#parameters?.direction !== parameters.direction) this.#expectPackets(nowMs);
    this.#protection = protection.value;
    this.#parameters = parameters;
    this.#codecs.accept(parameters.receiveCodecs);
    const codec = this.#codecs.open(parameters.codec.name);
    codec.negotiate(parameters.codec.parameters);
    this.#sender.configure({
      codec,
      payloadType: parameters.codec.payloadType,
      packetTimeMs: parameters.packetTimeMs,
      eventPayloadType: parameters.telephoneEventPayloadType,
      eventClockRateHz: parameters.telephoneEventClockRateHz,
      protection: protection.value?.sender,
      noisePayloadType: codec.clockRateHz === 8_000 ? parameters.comfortNoisePayloadType : undefined,
    });
    this.#port.configure(parameters, protection.value?.receiver);
    this.#reporter.begin();
    return ok(undefined);
  }

  /** RFC 4733; false where the far end does not take it. */
  sendDigit(digit: string, durationMs?: number): boolean {
    return this.#sender.queueDigit(digit, durationMs);
  }

  /** One period: take what the microphone heard, fill what the ear shall hear. Both may be of any equal length. */
  exchange(capture: Int16Array, playout: Int16Array): void {
    this.speak(capture, capture);
    this.listen(playout);
  }

  /** The half of a period that sends `spoken`; `capture` is the microphone itself, for its meter. */
  speak(spoken: Int16Array, capture: Int16Array): void {
    if (!this.#isRunning) return;
    this.#sound.observeCapture(capture, this.#hasHandset());
    this.#sender.push(spoken, this.#sends);
  }

  /** The half of a period that fills `playout`, and does what is due. */
  listen(playout: Int16Array): void {
    if (!this.#closed) this.#port.poll(this.#heard);
    if (!this.#isRunning) {
      playout.fill(0);
      return;
    }
    if (this.#receives) this.#receiver.pull(playout, this.#clock.nowMs());
    else playout.fill(0);
    if (this.#hearsTones) this.#tones.listen(playout);
    this.#sound.observePlayout(playout, this.#hasHandset());
    this.#tick(this.#clock.nowMs());
  }

  /** Only G.711 carries tones faithfully enough to be told from speech; other codecs bring events. */
  get #hearsTones(): boolean {
    const inBand = this.#parameters?.detectInBandDigits === true;
    return inBand && this.#receives && (this.#receiveCodec === 'PCMU' || this.#receiveCodec === 'PCMA');
  }

  get #isRunning(): boolean {
    return !this.#closed && this.#parameters !== undefined;
  }

  /** Says goodbye and gives everything back; answers the last figures. */
  close(): MediaStatistics | undefined {
    if (this.#closed) return undefined;
    const last = this.#parameters ? this.#observe(this.#clock.nowMs()) : undefined;
    this.#receptionQuality?.finish();
    if (this.#parameters) this.#sendReport(true);
    this.#closed = true;
    this.#port.close();
    this.#codecs.close();
    return last;
  }

  get #sends(): boolean {
    const direction = this.#parameters?.direction;
    return direction === 'sendrecv' || direction === 'sendonly';
  }

  get #receives(): boolean {
    const direction = this.#parameters?.direction;
    return direction === 'sendrecv' || direction === 'recvonly';
  }

  #expectPackets(nowMs: number): void {
    this.#lastPacketMs = nowMs;
    this.#silenceTold = false;
  }

  #receiveRtp(packet: RtpPacket, arrivalMs: number): PacketRefusal | undefined {
    const parameters = this.#parameters;
    if (!parameters) return 'unknown-format';
    const isEvent = parameters.receiveEventPayloadTypes
      ? parameters.receiveEventPayloadTypes.includes(packet.payloadType)
      : packet.payloadType === parameters.telephoneEventPayloadType;
    const codec = isEvent ? undefined : this.#codecs.nameFor(packet.payloadType);
    // Gateways send comfort noise beside G.711 and G.722 without having agreed on its static type.
    const isNoise =
      !isEvent && !codec && packet.payloadType === comfortNoisePayloadType && parameters.codec.clockRateHz === 8_000;
    if (!isEvent && !codec && !isNoise) return 'unknown-format';
    const clockRateHz = clockRateOf(codec ?? parameters.codec.name);
    let reception = this.#reception;
    if (reception?.ssrc !== packet.ssrc) {
      // Two sources at once are no conversation: a new one is heard when the one before has stopped.
      const quietMs = quietPackets * parameters.packetTimeMs;
      if (reception && arrivalMs - this.#lastGenuineMs < quietMs) return 'stranger';
      reception = new Reception(packet.ssrc, clockRateHz);
      this.#reception = reception;
      this.#receptionQuality = new ReceptionQuality(clockRateHz);
      this.#digits.reset();
      this.#tones.reset();
      this.#receiver.reset();
    }
    this.#expectPackets(arrivalMs);
    this.#lastGenuineMs = arrivalMs;
    this.#packetsReceived++;
    if (codec) this.#receiveCodec = codec;
    const timestamp = isEvent ? undefined : packet.timestamp;
    const verdict = reception.receive(packet.sequence, timestamp, arrivalMs);
    if (verdict === 'accepted') this.#reporter.observe(reception, arrivalMs);
    if (verdict === 'restarted') {
      this.#digits.reset();
      this.#receptionQuality = new ReceptionQuality(clockRateHz);
    }
    if (!this.#receives) {
      if (verdict !== 'suspicious') this.#receptionQuality?.receive(packet.sequence, timestamp, false);
      return undefined;
    }
    if (isEvent) {
      for (const digit of this.#digits.receive(packet.timestamp, packet.payload)) this.#listener.onDigit?.(digit);
    }
    // The payload lies in memory that the next packet uses again.
    const insertion = this.#receiver.insert(
      { ...packet, payload: packet.payload.slice(), isEvent, isNoise },
      arrivalMs,
    );
    if (verdict !== 'suspicious') this.#receptionQuality?.receive(packet.sequence, timestamp, insertion === 'late');
    return undefined;
  }

  #receiveRtcp(packets: readonly RtcpPacket[], arrivalMs: number): void {
    const clockRateHz = this.#parameters?.codec.clockRateHz ?? 8_000;
    for (const packet of packets) this.#reporter.receive(packet, this.#sender.ssrc, clockRateHz, arrivalMs);
    // What the far end loses steers how much this side protects, once for each time that it tells something new.
    const { remote } = this.#reporter;
    const parameters = this.#parameters;
    if (!parameters || remote === this.#protectedAgainst || remote.lossShare === undefined) return;
    this.#protectedAgainst = remote;
    const { lossShare, reportedPackets, meanBurstPackets } = remote;
    this.#codecs.open(parameters.codec.name).adaptTo({ lossShare, reportedPackets, meanBurstPackets });
  }

  #tick(nowMs: number): void {
    const due = this.#reporter.due(nowMs, this.#reception);
    if (due) this.#sendReport(false, due === 'early');
    if (this.#receives && !this.#silenceTold && nowMs - this.#lastPacketMs >= silenceMs) {
      this.#silenceTold = true;
      this.#listener.onSilence?.(nowMs - this.#lastPacketMs);
    }
    if (nowMs < this.#statisticsDueMs) return;
    this.#statisticsDueMs = nowMs + statisticsIntervalMs;
    const statistics = this.#observe(nowMs);
    if (statistics) this.#listener.onStatistics?.(statistics);
  }

  #observe(nowMs: number): MediaStatistics | undefined {
    const parameters = this.#parameters;
    if (!parameters) return undefined;
    const sound = this.#sound.take();
    const totals = this.#device();
    const device = totals && this.#deviceWatch.take(totals, sound.periods);
    this.#latest = this.#window.close({
      atMs: nowMs,
      localSsrc: this.#sender.ssrc,
      packetsSent: this.#sender.packetsSent,
      octetsSent: this.#sender.octetsSent,
      packetsReceived: this.#packetsReceived,
      packetsRefused: this.#port.refused,
      lastRefusal: this.#port.lastRefusal,
      reception: this.#reception,
      receptionFigures: this.#receptionQuality?.figures(),
      receiver: this.#receiver.statistics(),
      remote: this.#reporter.remote,
      sound,
      device: sound.heardPeriods > 0 ? device : undefined,
      sendCodec: parameters.codec,
      receiveCodec: this.#receiveCodec,
      packetTimeMs: parameters.packetTimeMs,
      encrypted: this.#protection !== undefined,
    });
    return this.#latest;
  }

  #extended(isEarly: boolean): ExtendedContent {
    const wanted = this.#parameters?.extendedReports ?? [];
    const [reception, quality, latest] = [this.#reception, this.#receptionQuality, this.#latest];
    const { targetDelayMs } = this.#receiver.statistics();
    return {
      wanted,
      trace: quality?.takeTrace(isEarly),
      voice: reception && quality && latest && voiceReportOf(reception.ssrc, quality.figures(), latest, targetDelayMs),
    };
  }

  #sendReport(goodbye: boolean, isEarly = false): void {
    const sender = {
      ssrc: this.#sender.ssrc,
      rtpTimestamp: this.#sender.timestamp,
      packetCount: this.#sender.packetsSent,
      octetCount: this.#sender.octetsSent,
    };
    const length = this.#reporter.write(this.#report, sender, this.#reception, goodbye, this.#extended(isEarly));
    const report = this.#report.subarray(0, length);
    const sealed = this.#protection?.sender.protectRtcp(report);
    if (sealed && !sealed.ok) return;
    this.#port.send(sealed ? sealed.value : report);
  }
}

export function openRtpEndpoint(options: EndpointOptions, listener: EndpointListener = {}): Result<RtpEndpoint> {
  const socket = openMediaSocket(options.localAddress, options.dscp ?? 0);
  return socket.ok ? ok(new RtpEndpoint(socket.value, options, listener)) : socket;
}
