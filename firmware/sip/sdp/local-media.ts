// What this side brings to offer and answer: where it listens, what it can do and what its policy demands.

import type { CodecName, Direction, MediaParameters, SrtpKey } from '../../../media/session.ts';

/** `required` never speaks plain RTP, `preferred` speaks SRTP where the far end does (RFC 8643), `off` never offers it. */
export type EncryptionPolicy = 'required' | 'preferred' | 'off';

/** `events` as RFC 4733, `in-band` as tones in the speech, for far ends that take nothing else. */
export type DigitTransport = 'events' | 'in-band';

export interface LocalMedia {
  readonly address: string;
  /** RTP and multiplexed RTCP (RFC 5761). */
  readonly port: number;
  /** Best first. */
  readonly codecs: readonly CodecName[];
  readonly packetTimeMs: number;
  /** Absent: as events. */
  readonly digits?: DigitTransport | undefined;
  readonly encryption: EncryptionPolicy;
  /** One key a suite, best first; kept for the whole call unless it is re-keyed. Empty with `off`. */
  readonly keys: readonly SrtpKey[];
  /** `sendrecv` normally, `sendonly` to hold. */
  readonly direction: Direction;
  /** RFC 8866 5.2: constant in a call. */
  readonly sessionId: number;
  /** RFC 3264 8: one more for each description that differs from the one before. */
  readonly sessionVersion: number;
}

export type DescriptionRefusalReason =
  | 'malformed'
  | 'too-large'
  | 'no-audio'
  | 'no-common-codec'
  | 'encryption-required'
  | 'encryption-not-allowed';

export interface DescriptionRefusal {
  readonly reason: DescriptionRefusalReason;
  /** One sentence for the log; never holds a key. */
  readonly detail: string;
}

export interface Answered {
  readonly answer: string;
  readonly parameters: MediaParameters;
}
