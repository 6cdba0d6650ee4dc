// libopus 1.6 as the addon offers it: classes that work in the caller's own buffers.

/** 48 kHz mono here. A fault of libopus is thrown; a bad packet is only ever answered by 0 samples. */
export interface OpusEncoder {
  /** Bytes written; 2 or less need not be sent (DTX). */
  encode(pcm: Int16Array, out: Uint8Array): number;
  setBitrate(bitsPerSecond: number): void;
  /** 0 to 10. */
  setComplexity(complexity: number): void;
  setInBandFec(enabled: boolean): void;
  /** 0 to 100; neither in-band FEC nor DRED is sent at 0. */
  setExpectedLoss(percent: number): void;
  /** Speech before each packet that travels with it as DRED: 0 to 1040 ms, in steps of 10. */
  setRedundancy(durationMs: number): void;
  setDtx(enabled: boolean): void;
  setMaxBandwidth(rateHz: number): void;
  reset(): void;
  close(): void;
}

export interface OpusDecoder {
  /** Samples written; 0 where the packet is malformed or `out` too short. */
  decode(packet: Uint8Array, out: Int16Array): number;
  /** The frame before `next`, from its in-band FEC; `out` is exactly as long as that frame. */
  decodeFec(next: Uint8Array, out: Int16Array): number;
  conceal(out: Int16Array): number;
  /** Keeps the DRED of `packet` for `decodeRedundancy`; answers the samples before it that are covered. */
  parseRedundancy(packet: Uint8Array): number;
  /** Speech that began `before` samples before the packet parsed last; 0 where it cannot. */
  decodeRedundancy(before: number, out: Int16Array): number;
  hasFec(packet: Uint8Array): boolean;
  /** 0 where the packet is malformed. */
  samplesIn(packet: Uint8Array): number;
  /** 0 to 10; from 5 lost frames are made up by a neural vocoder. */
  setComplexity(complexity: number): void;
  reset(): void;
  close(): void;
}

export interface OpusNative {
  opusVersion(): string;
  readonly OpusEncoder: new (rateHz: number) => OpusEncoder;
  readonly OpusDecoder: new (rateHz: number) => OpusDecoder;
}
