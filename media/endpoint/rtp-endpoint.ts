// One call's packets to sound and back: socket, SRTP, RTP, RTCP, jitter buffer and codec behind `exchange`.

import type { Clock, RandomSource } from '../../hal/clock.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import { clockRateOf } from '../codec/index.ts';
import { AdaptiveReceiver } from '../jitter/adaptive-receiver.ts';
import type { SpeechReceiver } from '../jitter/speech-receiver.ts';
import { type DeviceTotals, DeviceWatch } from '../quality/device-watch.ts';
import { ReceptionQuality } from '../quality/reception-quality.ts';
import { SoundWatch } from '../quality/sound-watch.ts';
import { voiceReportOf } from '../quality/voice-report.ts';
import { isRtcp, type RtpPacket } from '../rtp/packet.ts';
import { Reception } from '../rtp/reception.ts';
import type { RtcpPacket } from '../rtp/rtcp.ts';
import { DigitReceiver } from '../rtp/telephone-event.ts';
import type { CodecName, MediaParameters, MediaStatistics, SrtpKey } from '../session.ts';
import { openSrtpReceiver, openSrtpSender, type SrtpReceiver, type SrtpSender } from '../srtp/index.ts';
import { CodecSet } from './codec-set.ts';
import { InBandDigits } from './in-band-digits.ts';
import { isReachable, type MediaSocket, openMediaSocket, openRtcpSocket } from './media-socket.ts';
import { PacketGate } from './packet-gate.ts';
import { type ExtendedContent, RtcpReporter } from './rtcp-reporter.ts';
import { SpeechSender } from './speech-sender.ts';
import { StatisticsWindow } from './statistics-window.ts';

const statisticsIntervalMs = 1_000;
/** No packet for so long while some were due is worth telling. */
export const silenceMs = 3_000;
const largestReportBytes = 768;

export interface EndpointOptions {
  readonly localAddress: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** The sound device's running totals, where there is a device. */
  readonly device?: () => DeviceTotals | undefined;
  /** False while other calls have it: then what this one hears is heard by nobody. Absent: it always has it. */
  readonly hasHandset?: () => boolean;
}

export interface EndpointListener {
  onStatistics?(statistics: MediaStatistics): void;
  onDigit?(digit: string): void;
  onSilence?(silentMs: number): void;
}

/** What is kept while nothing about it changes: a re-INVITE with the same key must not reset its counters. */
interface Protection {
  readonly sendKey: SrtpKey;
  readonly receiveKey: SrtpKey;
  readonly sender: SrtpSender;
  readonly receiver: SrtpReceiver;
}

/**
 * Driven by its owner: `exchange` is called once a period of the audio clock and does all timed work (reports,
 * statistics, silence) as well, so that a call has no timers of its own.
 */
export class RtpEndpoint {
  readonly #clock: Clock;
  readonly #socket: MediaSocket;
  /** Only for a far end that does not multiplex. */
  #rtcpSocket: Promise<MediaSocket | undefined> | undefined;
  readonly #listener: EndpointListener;
  readonly #codecs = new CodecSet();
  readonly #receiver: SpeechReceiver;
  readonly #sender: SpeechSender;
  readonly #gate: PacketGate;
  readonly #reporter: RtcpReporter;
  readonly #digits = new DigitReceiver();
  readonly #tones = new InBandDigits((digit) => this.#listener.onDigit?.(digit));
  readonly #sound = new SoundWatch();
  readonly #deviceWatch = new DeviceWatch();
  readonly #device: () => DeviceTotals | undefined;
  readonly #hasHandset: () => boolean;
  readonly #window: StatisticsWindow;
  readonly #report = new Uint8Array(largestReportBytes);
  #parameters: MediaParameters | undefined;
  #protection: Protection | undefined;
  #reception: Reception | undefined;
  #receptionQuality: ReceptionQuality | undefined;
  #latest: MediaStatistics | undefined;
  #receiveCodec: CodecName | undefined;
  #packetsReceived = 0;
  #statisticsDueMs = 0;
  #lastPacketMs = 0;
  #silenceTold = false;
  #closed = false;

  constructor(socket: MediaSocket, options: EndpointOptions, listener: EndpointListener) {
    this.#clock = options.clock;
    this.#device = options.device ?? (() => undefined);
    this.#hasHandset = options.hasHandset ?? (() => true);
    this.#socket = socket;
    this.#listener = listener;
    this.#receiver = new AdaptiveReceiver((payloadType) => this.#codecs.codecFor(payloadType));
    this.#reporter = new RtcpReporter(options.clock, options.random);
    this.#window = new StatisticsWindow(options.clock.nowMs());
    this.#sender = new SpeechSender(options.random, (packet) => this.#send(packet));
    this.#gate = new PacketGate({
      onRtp: (packet) => this.#receiveRtp(packet),
      onRtcp: (packets) => this.#receiveRtcp(packets),
    });
    socket.onDatagram((datagram, source) => this.#gate.receive(datagram, source));
  }

  get localPort(): number {
    return this.#socket.port;
  }

  get localAddress(): string {
    return this.#socket.address;
  }

  /** Begin or change. An error (a key of the wrong length, a codec this build lacks) leaves everything as it was. */
  start(parameters: MediaParameters): Result<void> {
    const protection = this.#openProtection(parameters);
    if (!protection.ok) return protection;
    const nowMs = this.#clock.nowMs();
    if (!this.#parameters) this.#statisticsDueMs = nowMs + statisticsIntervalMs;
    // A hold or a resume starts a new wait for packets.
    if (this.#parameters?.direction !== parameters.direction) this.#expectPackets(nowMs);
    this.#protection = protection.value;
    this.#parameters = parameters;
    this.#codecs.accept(parameters.receiveCodecs);
    this.#sender.configure({
      codec: this.#codecs.open(parameters.codec.name),
      payloadType: parameters.codec.payloadType,
      packetTimeMs: parameters.packetTimeMs,
      eventPayloadType: parameters.telephoneEventPayloadType,
      eventClockRateHz: parameters.telephoneEventClockRateHz,
      protection: protection.value?.sender,
    });
    const remote = { address: parameters.remoteAddress, port: parameters.remotePort };
    this.#gate.configure(remote, parameters.remoteRtcpPort, protection.value?.receiver);
    if (parameters.remoteRtcpPort !== parameters.remotePort) this.#rtcpSocket ??= this.#listenForReports();
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
    if (!this.#isRunning) {
      playout.fill(0);
      return;
    }
    if (this.#receives) this.#receiver.pull(playout);
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
    this.#socket.close();
    void this.#rtcpSocket?.then((socket) => socket?.close());
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

  #openProtection({ sendKey, receiveKey }: MediaParameters): Result<Protection | undefined> {
    if (!sendKey && !receiveKey) return ok(undefined);
    if (!sendKey || !receiveKey) return err('a key for one direction only');
    const sender = isSameKey(this.#protection?.sendKey, sendKey)
      ? ok(this.#protection?.sender)
      : openSrtpSender(sendKey);
    if (!sender.ok) return sender;
    const receiver = isSameKey(this.#protection?.receiveKey, receiveKey)
      ? ok(this.#protection?.receiver)
      : openSrtpReceiver(receiveKey);
    if (!receiver.ok) return receiver;
    if (!sender.value || !receiver.value) return ok(undefined);
    return ok({ sendKey, receiveKey, sender: sender.value, receiver: receiver.value });
  }

  async #listenForReports(): Promise<MediaSocket | undefined> {
    const socket = await openRtcpSocket(this.#socket);
    if (this.#closed) socket?.close();
    else socket?.onDatagram((datagram, source) => this.#gate.receive(datagram, source));
    return socket;
  }

  #expectPackets(nowMs: number): void {
    this.#lastPacketMs = nowMs;
    this.#silenceTold = false;
  }

  #send(packet: Uint8Array): void {
    const target = this.#gate.target;
    const parameters = this.#parameters;
    // An address of zeros is an old way to say "hold": then nothing goes anywhere, latched or not.
    if (!target || !parameters || !isReachable(parameters.remoteAddress, parameters.remotePort)) return;
    // Without multiplexing reports go to a port of their own, which only the signalling knows.
    const port =
      isRtcp(packet) && parameters.remoteRtcpPort !== parameters.remotePort ? parameters.remoteRtcpPort : target.port;
    this.#socket.send(packet, target.address, port);
  }

  #receiveRtp(packet: RtpPacket): boolean {
    const parameters = this.#parameters;
    if (!parameters) return false;
    const isEvent = parameters.receiveEventPayloadTypes
      ? parameters.receiveEventPayloadTypes.includes(packet.payloadType)
      : packet.payloadType === parameters.telephoneEventPayloadType;
    const codec = isEvent ? undefined : this.#codecs.nameFor(packet.payloadType);
    if (!isEvent && !codec) return false;
    const nowMs = this.#clock.nowMs();
    this.#expectPackets(nowMs);
    this.#packetsReceived++;
    if (codec) this.#receiveCodec = codec;
    if (this.#reception?.ssrc !== packet.ssrc) {
      const clockRateHz = clockRateOf(codec ?? parameters.codec.name);
      this.#reception = new Reception(packet.ssrc, clockRateHz);
      this.#receptionQuality = new ReceptionQuality(clockRateHz);
      this.#digits.reset();
      this.#tones.reset();
      this.#receiver.reset();
    }
    const verdict = this.#reception.receive(packet.sequence, isEvent ? undefined : packet.timestamp, nowMs);
    if (verdict === 'restarted') {
      this.#digits.reset();
      this.#receptionQuality = new ReceptionQuality(clockRateOf(codec ?? parameters.codec.name));
    }
    const timestamp = isEvent ? undefined : packet.timestamp;
    if (!this.#receives) {
      if (verdict !== 'suspicious') this.#receptionQuality?.receive(packet.sequence, timestamp, false);
      return true;
    }
    if (isEvent) {
      for (const digit of this.#digits.receive(packet.timestamp, packet.payload)) this.#listener.onDigit?.(digit);
    }
    const late = this.#receiver.statistics().packetsLate;
    this.#receiver.insert({ ...packet, isEvent }, nowMs);
    const discarded = this.#receiver.statistics().packetsLate > late;
    if (verdict !== 'suspicious') this.#receptionQuality?.receive(packet.sequence, timestamp, discarded);
    return true;
  }

  #receiveRtcp(packets: readonly RtcpPacket[]): void {
    const clockRateHz = this.#parameters?.codec.clockRateHz ?? 8_000;
    for (const packet of packets) this.#reporter.receive(packet, this.#sender.ssrc, clockRateHz);
    // What the far end loses steers how much this side protects.
    const { lossShare } = this.#reporter.remote;
    const parameters = this.#parameters;
    if (parameters && lossShare !== undefined) this.#codecs.open(parameters.codec.name).expectLoss(lossShare);
  }

  #tick(nowMs: number): void {
    if (this.#reporter.isDue(nowMs)) this.#sendReport(false);
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
      packetsSent: this.#sender.packetsSent,
      octetsSent: this.#sender.octetsSent,
      packetsReceived: this.#packetsReceived,
      packetsRefused: this.#gate.refused,
      lastRefusal: this.#gate.lastRefusal,
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

  #extended(): ExtendedContent {
    const wanted = this.#parameters?.extendedReports ?? [];
    const [reception, quality, latest] = [this.#reception, this.#receptionQuality, this.#latest];
    const { targetDelayMs } = this.#receiver.statistics();
    return {
      wanted,
      trace: quality?.takeTrace(),
      voice: reception && quality && latest && voiceReportOf(reception.ssrc, quality.figures(), latest, targetDelayMs),
    };
  }

  #sendReport(goodbye: boolean): void {
    const sender = {
      ssrc: this.#sender.ssrc,
      rtpTimestamp: this.#sender.timestamp,
      packetCount: this.#sender.packetsSent,
      octetCount: this.#sender.octetsSent,
    };
    const length = this.#reporter.write(this.#report, sender, this.#reception, goodbye, this.#extended());
    const report = this.#report.subarray(0, length);
    const sealed = this.#protection?.sender.protectRtcp(report);
    if (sealed && !sealed.ok) return;
    this.#send(sealed ? sealed.value : report.slice());
  }
}

function isSameKey(a: SrtpKey | undefined, b: SrtpKey): boolean {
  return a !== undefined && a.suite === b.suite && Buffer.compare(a.keyAndSalt, b.keyAndSalt) === 0;
}

export async function openRtpEndpoint(
  options: EndpointOptions,
  listener: EndpointListener = {},
): Promise<Result<RtpEndpoint>> {
  const socket = await openMediaSocket(options.localAddress);
  return socket.ok ? ok(new RtpEndpoint(socket.value, options, listener)) : socket;
}
