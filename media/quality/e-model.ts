// PROVISIONAL speech quality by the E-model (ITU-T G.107): a listening estimate from codec, loss and delay.

import type { CodecName } from '../session.ts';

/** The rating of an otherwise perfect narrowband connection with G.107's default values. */
const baseRating = 93.2;

interface Impairment {
  /** Equipment impairment without loss (Ie). */
  readonly equipment: number;
  /** How well concealment stands random loss (Bpl). */
  readonly robustness: number;
}

/**
 * G.711 with concealment is from G.113, appendix I. No agreed values exist for Opus, and wideband codecs
 * belong on G.107.1's longer scale: here they only count as "no worse than G.711", with a guess at what
 * FEC buys. Do not compare these figures with those of another product.
 */
const impairments: Record<CodecName, Impairment> = {
  opus: { equipment: 0, robustness: 30 },
  G722: { equipment: 0, robustness: 20 },
  PCMU: { equipment: 0, robustness: 25.1 },
  PCMA: { equipment: 0, robustness: 25.1 },
};

/** Delay impairment Idd for a mouth-to-ear delay (G.107, 7.4): nothing up to 100 ms, then ever steeper. */
export function delayImpairment(mouthToEarMs: number): number {
  if (mouthToEarMs <= 100) return 0;
  const x = Math.log2(mouthToEarMs / 100);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** Transmission rating R, 0 to 93.2. `lossShare` is what was not recovered, 0 to 1. */
export function ratingOf(codec: CodecName, lossShare: number, mouthToEarMs: number): number {
  const { equipment, robustness } = impairments[codec];
  const lossPercent = Math.min(100, Math.max(0, lossShare * 100));
  const effective = equipment + ((95 - equipment) * lossPercent) / (lossPercent + robustness);
  return Math.max(0, baseRating - effective - delayImpairment(mouthToEarMs));
}

/** G.107, annex B: 1 (bad) to 4.5 (excellent). */
export function mosOf(rating: number): number {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}
