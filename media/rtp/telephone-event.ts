// Digits as RTP events: their payload, a sender that works in packet times, a receiver that hears each once (RFC 4733).

import { err, ok, type Result } from '../../hal/result.ts';
import { readUint16, writeUint16 } from './packet.ts';

/** In the order of their event codes (RFC 4733, 3.2); a hook flash (16) is not sent. */
const digits = '0123456789*#ABCD';
export const telephoneEventBytes = 4;
/** -10 dBm0, a usual power for events; receivers play their own tone. */
const volume = 10;
const endRepeats = 3;
/** RFC 4733, 2.5.1.3 splits longer events; nobody presses a key that long. */
const longestDurationTicks = 0xffff;
const mostQueued = 64;
export const defaultDigitMs = 160;
const shortestDigitMs = 40;
const longestDigitMs = 5_000;
/** Pause between digits, so that two equal ones are two (ITU-T Q.24 asks for 40). */
const pauseMs = 60;

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
  writeUint16(payload, 2, Math.min(longestDurationTicks, event.durationTicks));
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
  /** Every packet of an event carries the timestamp of its beginning. */
  readonly timestamp: number;
  readonly event: TelephoneEvent;
}

interface QueuedDigit {
  readonly event: number;
  readonly durationTicks: number;
}

/** Asked once a packet time; answers the event packet due, or undefined where speech may be sent. */
export class DigitSender {
  readonly #clockRateHz: number;
  readonly #queue: QueuedDigit[] = [];
  #current: QueuedDigit | undefined;
  #startedAt = 0;
  #first = false;
  #endsLeft = 0;
  #quietUntil: number | undefined;

  constructor(clockRateHz: number) {
    this.#clockRateHz = clockRateHz;
  }

  /** False for an unknown digit or a full queue. */
  queue(digit: string, durationMs: number = defaultDigitMs): boolean {
    const event = eventOf(digit);
    if (event === undefined || this.#queue.length >= mostQueued) return false;
    const boundedMs = Math.min(longestDigitMs, Math.max(shortestDigitMs, durationMs));
    const durationTicks = Math.min(longestDurationTicks, Math.round((boundedMs * this.#clockRateHz) / 1_000));
    this.#queue.push({ event, durationTicks });
    return true;
  }

  /** `timestamp` is that of the packet due now, and `packetTicks` its length. */
  next(timestamp: number, packetTicks: number): EventPacket | undefined {
    if (!this.#current && !this.#begin(timestamp)) return undefined;
    const current = this.#current;
    if (!current) return undefined;
    const elapsed = ((timestamp - this.#startedAt) >>> 0) + packetTicks;
    const marker = this.#first;
    this.#first = false;
    if (elapsed >= current.durationTicks) {
      this.#endsLeft = this.#endsLeft === 0 ? endRepeats - 1 : this.#endsLeft - 1;
      if (this.#endsLeft === 0) {
        this.#current = undefined;
        this.#quietUntil = (timestamp + packetTicks + Math.round((pauseMs * this.#clockRateHz) / 1_000)) >>> 0;
      }
      return {
        marker,
        timestamp: this.#startedAt,
        event: { event: current.event, end: true, volume, durationTicks: current.durationTicks },
      };
    }
    return {
      marker,
      timestamp: this.#startedAt,
      event: { event: current.event, end: false, volume, durationTicks: elapsed },
    };
  }

  #begin(timestamp: number): boolean {
    if (this.#quietUntil !== undefined) {
      if (((timestamp - this.#quietUntil) | 0) < 0) return false;
      this.#quietUntil = undefined;
    }
    this.#current = this.#queue.shift();
    this.#startedAt = timestamp;
    this.#first = true;
    this.#endsLeft = 0;
    return this.#current !== undefined;
  }
}

/** Hears each event once, at its first packet to arrive, however many of the others are lost. */
export class DigitReceiver {
  #lastTimestamp: number | undefined;

  receive(timestamp: number, payload: Uint8Array): string | undefined {
    const parsed = parseTelephoneEvent(payload);
    if (!parsed.ok) return undefined;
    // Not only "another" but "later": a late packet of the digit before must not press it again.
    if (this.#lastTimestamp !== undefined && ((timestamp - this.#lastTimestamp) | 0) <= 0) return undefined;
    const digit = digitOf(parsed.value.event);
    if (digit === undefined) return undefined;
    this.#lastTimestamp = timestamp;
    return digit;
  }

  reset(): void {
    this.#lastTimestamp = undefined;
  }
}
