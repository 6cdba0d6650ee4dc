// The polled UDP socket as the addon offers it: addresses are octets, datagrams lie in the caller's memory.

import type { SrtpOpener, SrtpSealer } from './srtp.ts';

/** Octets of `data` a datagram needs: the sender's address, then the datagram. */
export const slotBytes = 2_048;
export const datagramAt = 16;

/** Places of a datagram's numbers in `info`. */
export const place = {
  /** Of the datagram as it came; `data` holds 2032 at most. */
  octets: 0,
  ageMs: 1,
  port: 2,
  /** 1 where it comes from where the datagram before it came from. */
  isSameSource: 3,
  /** What it is, in the order of `examined`. */
  examined: 4,
} as const;

/** Places behind `examined`. */
export const examined = {
  verdict: 0,
  payloadType: 1,
  sequence: 2,
  timestamp: 3,
  ssrc: 4,
  /** Where in the datagram, once it is opened, the payload or the report lies. */
  begin: 5,
  length: 6,
} as const;

export const examinedNumbers = 7;
/** Numbers of `info` a datagram needs. */
export const slotNumbers = place.examined + examinedNumbers;

export const verdicts = ['speech', 'report', 'not-authentic', 'malformed', 'too-long'] as const;
/** `speech` is anything that has an RTP header. */
export type Verdict = (typeof verdicts)[number];

/** What `sendRtp` answers where the packet could not be sealed, and so was not sent. */
export const notSealed = -1;

export interface UdpSocket {
  port(): number;
  /** Datagrams taken, at most one a slot and 32 a call; negative is the system's error number. */
  receive(data: Uint8Array, info: Float64Array): number;
  /** From now on what comes has to be sealed with `current`, or with `former`; without either nothing is opened. */
  openWith(current: SrtpOpener | undefined, former: SrtpOpener | undefined): void;
  /** From now on `sendRtp` sends nothing that is not sealed with it. */
  sealWith(sealer: SrtpSealer | undefined): void;
  /** Where `sendRtp` sends to. */
  aim(address: Uint8Array, port: number): void;
  /** The first `length` octets of `packet`: 0, the system's error number where it was not taken, or `notSealed`. */
  sendRtp(packet: Uint8Array, length: number): number;
  /** 0, or the system's error number where the packet was not taken. */
  send(packet: Uint8Array, address: Uint8Array, port: number): number;
  /** The kernel drops all but RTP of this source and `ssrc`, and RTCP of this source or from `reportPort`. */
  guard(address: Uint8Array, port: number, reportPort: number, ssrc: number): void;
  release(): void;
  close(): void;
}

export interface SocketNative {
  /** Throws where the system refuses (address not here, port taken, no descriptors left). */
  readonly UdpSocket: new (
    address: Uint8Array,
    port: number,
    dscp: number,
  ) => UdpSocket;
  /** For datagrams that come from no socket: opens one where it lies, and fills `examinedNumbers`. */
  examineDatagram(
    datagram: Uint8Array,
    numbers: Float64Array,
    current: SrtpOpener | undefined,
    former: SrtpOpener | undefined,
  ): void;
}
