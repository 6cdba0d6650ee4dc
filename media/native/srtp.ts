// SRTP as the addon offers it: one direction of a call under its key, and the bare transforms.

/** `length` octets of `buffer` are the packet; answers the new length, or -1 and leaves the buffer as it was. */
export interface SrtpTransform {
  sealRtp(buffer: Uint8Array, length: number, headerBytes: number, ssrc: number, index: number): number;
  openRtp(buffer: Uint8Array, length: number, headerBytes: number, ssrc: number, index: number): number;
  sealRtcp(buffer: Uint8Array, length: number, ssrc: number, index: number): number;
  openRtcp(buffer: Uint8Array, length: number, ssrc: number, index: number): number;
}

/** GCM where `authKey` is empty, else counter mode with HMAC-SHA1. */
export interface SrtpSession {
  readonly cipherKey: Uint8Array;
  readonly salt: Uint8Array;
  readonly authKey: Uint8Array;
  readonly tagBytes: number;
}

/** Opens a packet where it lies: its new length, or one of `openFaults`, and then it stays as it was. */
export interface SrtpOpener {
  openRtp(packet: Uint8Array): number;
  openRtcp(packet: Uint8Array): number;
}

/** Seals the packet in the first `length` octets: its new length, or one of `sealFaults`. */
export interface SrtpSealer {
  sealRtp(buffer: Uint8Array, length: number): number;
  sealRtcp(buffer: Uint8Array, length: number): number;
}

/** By the answer's magnitude less one. */
export const openFaults = [
  'authentication failed',
  'replayed or too old',
  'shorter than its header',
  'RTCP in the clear',
] as const;
export const sealFaults = [
  'longer than any Ethernet frame',
  'too many streams under one key',
  'key used up',
  'shorter than its header',
] as const;

export interface SrtpNative {
  /** Throws for lengths that no suite has, as do the two below. */
  readonly SrtpTransform: new (
    cipherKey: Uint8Array,
    salt: Uint8Array,
    authKey: Uint8Array,
    tagBytes: number,
  ) => SrtpTransform;
  readonly SrtpOpener: new (rtp: SrtpSession, rtcp: SrtpSession) => SrtpOpener;
  readonly SrtpSealer: new (rtp: SrtpSession, rtcp: SrtpSession) => SrtpSealer;
}
