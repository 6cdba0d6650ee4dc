// Digits as RTP events: their payload, a sender that works in packet times, a receiver that hears each once (RFC 4733).

import { err, ok, type Result } from '../../hal/result.ts';
import { readUint16, writeUint16 } from './packet.ts';

/** In the order of their event codes (RFC 4733, 3.2); a hook flash (16) is not sent. */
const digits = '0123456789*#ABCD';
export const telephoneEventBytes = 4;
/** -10 dBm0, a usual power for events; receivers play their own tone. */
const volume = 10;
const endRepeats = 3;
/** What the duration field holds: 8 s at 8 kHz, 1.4 s at 48; longer events go in segments (RFC 4733, 2.5.1.3). */
const longestSegmentTicks = 0xffff;
const mostQueued = 64;
export const defaultDigitMs = 160;
const shortestDigitMs = 40;
const longestDigitMs = 30_000;
/** Pause between digits, so that two equal ones are two (ITU-T Q.24 asks for 40). */
const pauseMs = 60;
/** More events than this in one packet (RFC 4733, 2.5.1.5) nobody sends. */
const mostEventsInPacket = 8;

/** Bounds that detectors can live with, whoever asks. */
export function boundedDigitMs(durationMs: number = defaultDigitMs): number {
  return Number.isFinite(durationMs) ? Math.min(longestDigitMs, Math.max(shortestDigitMs, durationMs)) : defaultDigitMs;
}

export interface TelephoneEvent {
  readonly event: number;
  readonly end: boolean;
  readonly volume: number;
  readonly durationTicks: number;
}

export function parseTelephoneEvent(payload: Uint8Array): Result<TelephoneEvent> {
  if (payload.length < telephoneEventBytes) return err('telephone event cut off');
  const second = payload[1] ?? 0;
  return ok({
    event: payload[0] ?? 0,
    end: (second & 0x80) !== 0,
    volume: second & 0x3f,
    durationTicks: readUint16(payload, 2),
  });
}

export function writeTelephoneEvent(payload: Uint8Array, event: TelephoneEvent): number {
  payload[0] = event.event;
  payload[1] = (event.end ? 0x80 : 0) | (event.volume & 0x3f);
  writeUint16(payload, 2, Math.min(longestSegmentTicks, event.durationTicks));
  return telephoneEventBytes;
}

export function digitOf(event: number): string | undefined {
  return digits[event];
}

export function eventOf(digit: string): number | undefined {
  const event = digit.length === 1 ? digits.indexOf(digit.toUpperCase()) : -1;
  return event < 0 ? undefined : event;
}

/** What to put into the packet that is due now instead of speech. */
export interface EventPacket {
  readonly marker: boolean;
  /** Every packet of an event, or of a segment of it, carries the timestamp of its beginning. */
  readonly timestamp: number;
  readonly event: TelephoneEvent;
}

interface QueuedDigit {
  readonly event: number;
  readonly durationMs: number;
}

/** Asked once a packet time; answers the event packet due, or undefined where speech may be sent. */
export class DigitSender {
  #streamRateHz = 8_000;
  #eventRateHz = 8_000;
  readonly #queue: QueuedDigit[] = [];
  #event: number | undefined;
  #startedAt = 0;
  /** Left of the event at `#startedAt`, in ticks of the event's clock. */
  #durationTicks = 0;
  #first = false;
  #endsLeft = 0;
  #quietUntil: number | undefined;

  /**
   * The stream's clock counts timestamps, the event's counts durations; RFC 4733, 2.1 wants them equal, and far ends
   * that write telephone-event/8000 beside Opus have two. With a new clock the digit under way is broken off.
   */
  setClocks(streamRateHz: number, eventRateHz: number): void {
    if (streamRateHz === this.#streamRateHz && eventRateHz === this.#eventRateHz) return;
    this.#streamRateHz = streamRateHz;
    this.#eventRateHz = eventRateHz;
    this.#event = undefined;
    this.#quietUntil = undefined;
  }

  /** False for an unknown digit or a full queue. */
  queue(digit: string, durationMs?: number): boolean {
    const event = eventOf(digit);
    if (event === undefined || this.#queue.length >= mostQueued) return false;
    this.#queue.push({ event, durationMs: boundedDigitMs(durationMs) });
    return true;
  }

  /** `timestamp` is that of the packet due now, and `packetTicks` its length, both of the stream's clock. */
  next(timestamp: number, packetTicks: number): EventPacket | undefined {
    if (this.#event === undefined && !this.#begin(timestamp)) return undefined;
    const event = this.#event;
    if (event === undefined) return undefined;
    this.#continueInNextSegment(timestamp, packetTicks);
    const elapsedTicks = this.#inEventTicks(((timestamp - this.#startedAt) | 0) + packetTicks);
    const marker = this.#first;
    this.#first = false;
    const isOver = elapsedTicks >= this.#durationTicks;
    const packet = {
      marker,
      timestamp: this.#startedAt,
      event: { event, end: isOver, volume, durationTicks: this.#reportedTicks(elapsedTicks, packetTicks) },
    };
    if (isOver) this.#countEnd(timestamp + packetTicks);
    return packet;
  }

  #inEventTicks(streamTicks: number): number {
    return Math.round((streamTicks * this.#eventRateHz) / this.#streamRateHz);
  }

  /** The last packet before a new segment speaks for all of its own, so that the two meet without a gap. */
  #reportedTicks(elapsedTicks: number, packetTicks: number): number {
    if (elapsedTicks >= this.#durationTicks) return this.#durationTicks;
    return elapsedTicks + this.#inEventTicks(packetTicks) > longestSegmentTicks ? longestSegmentTicks : elapsedTicks;
  }

  #continueInNextSegment(timestamp: number, packetTicks: number): void {
    const elapsedTicks = this.#inEventTicks(((timestamp - this.#startedAt) | 0) + packetTicks);
    if (elapsedTicks <= longestSegmentTicks || this.#durationTicks <= longestSegmentTicks) return;
    const segment = Math.round((longestSegmentTicks * this.#streamRateHz) / this.#eventRateHz);
    this.#startedAt = (this.#startedAt + segment) >>> 0;
    this.#durationTicks -= longestSegmentTicks;
  }

  #countEnd(packetEnd: number): void {
    this.#endsLeft = this.#endsLeft === 0 ? endRepeats - 1 : this.#endsLeft - 1;
    if (this.#endsLeft > 0) return;
    this.#event = undefined;
    this.#quietUntil = (packetEnd + Math.round((pauseMs * this.#streamRateHz) / 1_000)) >>> 0;
  }

  #begin(timestamp: number): boolean {
    if (this.#quietUntil !== undefined) {
      if (((timestamp - this.#quietUntil) | 0) < 0) return false;
      this.#quietUntil = undefined;
    }
    const next = this.#queue.shift();
    if (!next) return false;
    this.#event = next.event;
    this.#durationTicks = Math.round((next.durationMs * this.#eventRateHz) / 1_000);
    this.#startedAt = timestamp;
    this.#first = true;
    this.#endsLeft = 0;
    return true;
  }
}

/** Hears each event once, at its first packet to arrive, however many of the others are lost. */
export class DigitReceiver {
  #lastTimestamp: number | undefined;
  #lastEvent = 0;
  #lastEnded = false;

  /** The digits that this packet is the first to tell of, mostly none. */
  receive(timestamp: number, payload: Uint8Array): string {
    let heard = '';
    let at = timestamp;
    for (let from = 0; from < payload.length && from < mostEventsInPacket * telephoneEventBytes; ) {
      const parsed = parseTelephoneEvent(payload.subarray(from));
      if (!parsed.ok) break;
      heard += this.#receiveOne(at, parsed.value);
      at = (at + parsed.value.durationTicks) >>> 0;
      from += telephoneEventBytes;
    }
    return heard;
  }

  #receiveOne(timestamp: number, { event, end }: TelephoneEvent): string {
    const last = this.#lastTimestamp;
    const digit = digitOf(event);
    if (digit === undefined) return '';
    // Not only "another" but "later": a late packet of the digit before must not press it again.
    const step = last === undefined ? 1 : (timestamp - last) | 0;
    if (step === 0 && event === this.#lastEvent) this.#lastEnded ||= end;
    if (step <= 0) return '';
    const continues = last !== undefined && !this.#lastEnded && event === this.#lastEvent && isWholeSegment(step);
    this.#lastTimestamp = timestamp;
    this.#lastEvent = event;
    this.#lastEnded = end;
    return continues ? '' : digit;
  }

  reset(): void {
    this.#lastTimestamp = undefined;
  }
}

/** A held key's next segment begins just where its last one was full, in ticks of a stream of either clock. */
function isWholeSegment(step: number): boolean {
  return step === longestSegmentTicks || step === longestSegmentTicks * 6;
}
