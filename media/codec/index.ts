// The codecs this build can run, by name.

import type { CodecName } from '../session.ts';
import { OpusCodec } from './opus.ts';
import { ResampledCodec } from './resampled-codec.ts';
import type { SpeechCodec } from './speech-codec.ts';

export { mediaAddon } from '../native/addon.ts';
export { comfortNoisePayloadType } from './coded-noise.ts';
export type { FarReception } from './protection.ts';
export { largestPayloadBytes, longestPayloadSamples, type SpeechCodec, speechRateHz } from './speech-codec.ts';

/** Best first, the order in which they are offered. */
export const codecNames: readonly CodecName[] = ['opus', 'G722', 'PCMU', 'PCMA'];

const table: Record<CodecName, () => SpeechCodec> = {
  opus: () => new OpusCodec(),
  G722: () => new ResampledCodec('G722'),
  PCMU: () => new ResampledCodec('PCMU'),
  PCMA: () => new ResampledCodec('PCMA'),
};

export function openCodec(name: CodecName): SpeechCodec {
  return table[name]();
}

export function clockRateOf(name: CodecName): number {
  return name === 'opus' ? 48_000 : 8_000;
}
