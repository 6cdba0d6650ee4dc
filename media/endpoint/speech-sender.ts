// Speech and digits to RTP packets: gathers a packet time of samples, encodes, numbers and protects it.

import type { RandomSource } from '../../hal/clock.ts';
import { largestPayloadBytes, type SpeechCodec, speechRateHz } from '../codec/index.ts';
import { readUint32, rtpHeaderBytes } from '../rtp/packet.ts';
import { DigitSender, writeTelephoneEvent } from '../rtp/telephone-event.ts';
import { SilenceRule } from './silence-rule.ts';

export interface SendSettings {
  readonly codec: SpeechCodec;
  readonly payloadType: number;
  readonly packetTimeMs: number;
  readonly eventPayloadType: number | undefined;
  /** Clock of the events' durations; absent: the codec's. */
  readonly eventClockRateHz?: number | undefined;
  /** Pauses are described with it (RFC 3389) instead of being sent; absent: they are sent. */
  readonly noisePayloadType?: number | undefined;
}

/** Opus has no 30 ms frame, and nobody needs more delay than 60. */
function packetSamples(codec: SpeechCodec, packetTimeMs: number): number {
  const allowedMs = codec.name === 'opus' ? [10, 20, 40, 60] : [10, 20, 30, 40, 60];
  const chosenMs = allowedMs.findLast((ms) => ms <= packetTimeMs) ?? 10;
  return (chosenMs * speechRateHz) / 1_000;
}

/** Takes a packet in the first `length` octets, whose memory is used again. False: it could not be protected. */
export type Transmit = (packet: Uint8Array, length: number) => boolean;

export class SpeechSender {
  readonly ssrc: number;
  readonly #transmit: Transmit;
  #settings: SendSettings | undefined;
  readonly #digits = new DigitSender();
  readonly #silence = new SilenceRule();
  readonly #gathered = new Int16Array((60 * speechRateHz) / 1_000);
  #count = 0;
  #frameSamples = 0;
  readonly #packet = new Uint8Array(rtpHeaderBytes + largestPayloadBytes);
  readonly #header = new DataView(this.#packet.buffer, 0, rtpHeaderBytes);
  readonly #payload = this.#packet.subarray(rtpHeaderBytes);
  #sequence: number;
  #timestamp: number;
  /** The next packet begins a talk spurt: the first ever, or the first after sending stood still. */
  #fresh = true;
  packetsSent = 0;
  /** Payload octets, as sender reports count them. */
  octetsSent = 0;

  constructor(random: RandomSource, transmit: Transmit) {
    const bytes = random.bytes(12);
    this.ssrc = readUint32(bytes, 0);
    // Below 2^15, so that the first rollover of SRTP is far from any packet lost at the start (RFC 3711, 3.3.1).
    this.#sequence = readUint32(bytes, 4) & 0x7fff;
    this.#timestamp = readUint32(bytes, 8);
    this.#transmit = transmit;
  }

  configure(settings: SendSettings): void {
    const frameSamples = packetSamples(settings.codec, settings.packetTimeMs);
    if (this.#settings?.codec.clockRateHz !== settings.codec.clockRateHz) this.#fresh = true;
    this.#digits.setClocks(settings.codec.clockRateHz, settings.eventClockRateHz ?? settings.codec.clockRateHz);
    if (frameSamples !== this.#frameSamples) this.#count = 0;
    if (settings.noisePayloadType === undefined) this.#silence.reset();
    this.#frameSamples = frameSamples;
    this.#settings = settings;
  }

  get timestamp(): number {
    return this.#timestamp;
  }

  /** False where the far end takes no events, the digit is unknown, or too many wait already. */
  queueDigit(digit: string, durationMs?: number): boolean {
    if (this.#settings?.eventPayloadType === undefined) return false;
    return this.#digits.queue(digit, durationMs);
  }

  /** Take any number of captured samples; `send` false lets time pass without packets. */
  push(capture: Int16Array, send: boolean): void {
    if (!this.#settings) return;
    // A period that is a packet, as nearly all are, is encoded where it lies.
    if (this.#count === 0 && capture.length === this.#frameSamples) {
      this.#emit(this.#settings, send, capture);
      return;
    }
    for (let taken = 0; taken < capture.length; ) {
      const count = Math.min(capture.length - taken, this.#frameSamples - this.#count);
      this.#gathered.set(capture.subarray(taken, taken + count), this.#count);
      this.#count += count;
      taken += count;
      if (this.#count < this.#frameSamples) return;
      this.#count = 0;
      this.#emit(this.#settings, send, this.#gathered.subarray(0, this.#frameSamples));
    }
  }

  #emit(settings: SendSettings, send: boolean, frame: Int16Array): void {
    const ticks = (this.#frameSamples * settings.codec.clockRateHz) / speechRateHz;
    const timestamp = this.#timestamp;
    this.#timestamp = (this.#timestamp + ticks) >>> 0;
    if (!send) {
      this.#fresh = true;
      return;
    }
    const event = settings.eventPayloadType === undefined ? undefined : this.#digits.next(timestamp, ticks);
    if (event && settings.eventPayloadType !== undefined) {
      const length = writeTelephoneEvent(this.#payload, event.event);
      this.#send(settings.eventPayloadType, event.marker, event.timestamp, length);
      this.#fresh = true;
      return;
    }
    const noise = settings.noisePayloadType;
    if (noise !== undefined && this.#describes(noise, timestamp, frame)) return;
    const length = settings.codec.encode(frame, this.#payload);
    // A pause that the far end has agreed to make up by itself (DTX): time passes, sequence numbers do not.
    if (length === 0) {
      this.#fresh = true;
      return;
    }
    this.#send(settings.payloadType, this.#fresh, timestamp, length);
    this.#fresh = false;
  }

  /** True in a pause, whose packets are not sent. */
  #describes(payloadType: number, timestamp: number, frame: Int16Array): boolean {
    const verdict = this.#silence.judge(frame, (this.#frameSamples * 1_000) / speechRateHz);
    if (verdict === 'speech') return false;
    if (verdict === 'description') this.#send(payloadType, false, timestamp, this.#silence.describe(this.#payload));
    this.#fresh = true;
    return true;
  }

  #send(payloadType: number, marker: boolean, timestamp: number, length: number): void {
    const header = this.#header;
    header.setUint16(0, 0x8000 | (marker ? 0x80 : 0) | (payloadType & 0x7f));
    header.setUint16(2, this.#sequence);
    header.setUint32(4, timestamp);
    header.setUint32(8, this.ssrc);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    // A used-up key (2^48 packets) ends sending; nothing may ever go out unprotected instead.
    if (!this.#transmit(this.#packet, rtpHeaderBytes + length)) return;
    this.packetsSent++;
    this.octetsSent += length;
  }
}
