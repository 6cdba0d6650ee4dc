// The one file that loads the addon of the media room, and what it offers.

import { loadAddon } from '../../hal/native-addon.ts';

export interface OpusEncoder {
  encode(pcm: Int16Array, out: Uint8Array): number;
  setBitrate(bitsPerSecond: number): void;
  /** 0 to 10. */
  setComplexity(complexity: number): void;
  setInBandFec(enabled: boolean): void;
  /** 0 to 100. */
  setExpectedLoss(percent: number): void;
  setDtx(enabled: boolean): void;
  setMaxBandwidth(rateHz: number): void;
  reset(): void;
  close(): void;
}

export interface OpusDecoder {
  /** Samples written; 0 where the packet is malformed or `out` too short. */
  decode(packet: Uint8Array, out: Int16Array): number;
  decodeFec(next: Uint8Array, out: Int16Array): number;
  conceal(out: Int16Array): number;
  hasFec(packet: Uint8Array): boolean;
  /** 0 where the packet is malformed. */
  samplesIn(packet: Uint8Array): number;
  setComplexity(complexity: number): void;
  reset(): void;
  close(): void;
}

export interface MediaAddon {
  version(): string;
  readonly Encoder: new (rateHz: number) => OpusEncoder;
  readonly Decoder: new (rateHz: number) => OpusDecoder;
}

let addon: MediaAddon | undefined;

/** Loaded at first use, so that a call in G.711 never needs it. */
export function mediaAddon(): MediaAddon {
  addon ??= loadAddon('media', import.meta.dirname) as MediaAddon;
  return addon;
}
