// PROVISIONAL speech quality by the E-model (ITU-T G.107, on the wideband scale of G.107.1): from codec, losses and delay.

import type { CodecName } from '../session.ts';
import type { HeardSound } from './heard-sound.ts';
import { type Impairments, measuredImpairments } from './impairment.ts';

/** Best of all: R of an undisturbed wideband connection (129, G.107.1, 7.1), brought back to 100 as its annex A does. */
const bestRating = 100;
/** An impairment that leaves nothing (G.107, 7.5). */
const completeLoss = 95;

/** Delay impairment Idd for a mouth-to-ear delay (G.107, 7.4): nothing up to 100 ms, then ever steeper. */
export function delayImpairment(mouthToEarMs: number): number {
  if (mouthToEarMs <= 100) return 0;
  const x = Math.log2(mouthToEarMs / 100);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** Transmission rating R, 0 to 100, of what was heard; with a delay, of a conversation. */
export function ratingOf(
  codec: CodecName,
  sound: HeardSound,
  mouthToEarMs = 0,
  { codecs, weights, burstPower, steepness }: Impairments = measuredImpairments,
): number {
  const { equipment, robustness } = codecs[codec];
  // A gap of several packets cannot be guessed from what was before it: G.107's BurstR, on what was made up alone.
  const madeUp = sound.concealed * sound.missingInRow ** burstPower;
  const lost = madeUp + weights.fec * sound.fec + weights.dred * sound.dred + weights.stretched * sound.stretched;
  const strength = ((100 * lost) / robustness) ** steepness;
  const effective = equipment + ((completeLoss - equipment) * strength) / (strength + 1);
  return Math.max(0, bestRating - effective - delayImpairment(mouthToEarMs));
}

/** G.107, annex B: 1 (bad) to 4.5 (excellent). */
export function mosOf(rating: number): number {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}

export function listeningMos(codec: CodecName, sound: HeardSound, impairments = measuredImpairments): number {
  return mosOf(ratingOf(codec, sound, 0, impairments));
}
