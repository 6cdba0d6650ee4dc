// The one shape every codec has: whole frames of 48 kHz speech in and out, in the caller's own buffers.

import type { CodecName } from '../session.ts';
import type { FarReception } from './protection.ts';

/** Speech is 16-bit mono at this rate everywhere in the media room. */
export const speechRateHz = 48_000;
/** No payload may decode to more than this: 120 ms, the longest Opus packet (RFC 6716, 3.2.5). */
export const longestPayloadSamples = 5_760;
/** No encoder writes more than this for one packet: keeps RTP, SRTP and IP headers inside 1500 octets. */
export const largestPayloadBytes = 1_275;

/** What restored a lost frame: in-band FEC (LBRR), deep redundancy, or nothing. */
export type Recovery = 'fec' | 'dred' | 'none';

/**
 * Both directions of one call keep their own state in one object. Nothing here throws for bad payloads and
 * nothing allocates per frame.
 */
export interface SpeechCodec {
  readonly name: CodecName;
  /** Ticks of the RTP timestamp per second. */
  readonly clockRateHz: number;
  /** Encode a frame (10, 20, 40 or 60 ms; 30 too but for Opus) and answer the payload's length; 0 in a pause not sent. */
  encode(frame: Int16Array, payload: Uint8Array): number;
  /** Samples `payload` will decode to, 0 where it is malformed. */
  samplesIn(payload: Uint8Array): number;
  /** Decode into `frame` and answer the samples written, 0 where the payload is malformed. */
  decode(payload: Uint8Array, frame: Int16Array): number;
  /** Samples before `payload` that it can restore, beside its own: 0 where it carries nothing of them. */
  redundancyIn(payload: Uint8Array): number;
  /**
   * Restore the lost `frame` from what `source`, a packet behind it, carries of it. `before` is how many samples before
   * the begin of `source` the frame began, so at least its length.
   */
  recover(source: Uint8Array, before: number, frame: Int16Array): Recovery;
  /** Make up a whole `frame` for a packet that never came. */
  conceal(frame: Int16Array): void;
  /** What the far end asked for in `a=fmtp`, before sending and whenever it changes. */
  negotiate(parameters: Readonly<Record<string, string>>): void;
  /** What the far end reports of its reception; a codec that can protects itself accordingly. */
  adaptTo(reception: FarReception): void;
  /** Forget what was received, as for a new source; the sending side goes on. */
  resetReceiving(): void;
  /** Free native memory; the codec is not used again. */
  close(): void;
}
