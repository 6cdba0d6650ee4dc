// SRTP's transforms as the addon offers them: one packet sealed or opened where it lies.

/** `length` octets of `buffer` are the packet; answers the new length, or -1 and leaves the buffer as it was. */
export interface SrtpTransform {
  sealRtp(buffer: Uint8Array, length: number, headerBytes: number, ssrc: number, index: number): number;
  openRtp(buffer: Uint8Array, length: number, headerBytes: number, ssrc: number, index: number): number;
  sealRtcp(buffer: Uint8Array, length: number, ssrc: number, index: number): number;
  openRtcp(buffer: Uint8Array, length: number, ssrc: number, index: number): number;
}

export interface SrtpNative {
  /** GCM where `authKey` is empty, else counter mode with HMAC-SHA1. Throws for lengths that no suite has. */
  readonly SrtpTransform: new (
    cipherKey: Uint8Array,
    salt: Uint8Array,
    authKey: Uint8Array,
    tagBytes: number,
  ) => SrtpTransform;
}
