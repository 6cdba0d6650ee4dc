// How much of a voice the agreed codec can carry.

import type { Codec } from '../session.ts';

/** G.711's passband ends at 3.4 kHz, G.722's at 7 kHz, Opus fullband at 20 kHz. */
const bandwidths = { opus: 20_000, G722: 7_000, PCMU: 3_400, PCMA: 3_400 } as const;
/** Opus bandwidths by the sampling rate that contains them (RFC 6716, table 1). */
const opusBandwidths = [
  [8_000, 4_000],
  [12_000, 6_000],
  [16_000, 8_000],
  [24_000, 12_000],
] as const;

/** The far end may ask for less than Opus can (RFC 7587, 6.1, `maxplaybackrate`). */
export function codecBandwidthHz({ name, parameters }: Codec): number {
  const asked = Number(parameters.maxplaybackrate);
  if (name !== 'opus' || !(asked >= 8_000)) return bandwidths[name];
  return opusBandwidths.findLast(([rateHz]) => rateHz <= asked && asked < 48_000)?.[1] ?? bandwidths.opus;
}
