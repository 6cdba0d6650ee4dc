// What became of the sound that was played: what an estimate of its quality is made from.

import type { ReceiverStatistics } from '../jitter/speech-receiver.ts';

/** Shares are of the samples played, 0 to 1. */
export interface HeardSound {
  /** Made up. */
  readonly concealed: number;
  /** Restored from in-band FEC, and from DRED. */
  readonly fec: number;
  readonly dred: number;
  /** Put in or taken out to change the delay. */
  readonly stretched: number;
  /** Mean number of packets missing in a row where any are, at least 1. */
  readonly missingInRow: number;
}

/** Nothing lost, late or moved. */
export const undisturbed: HeardSound = { concealed: 0, fec: 0, dred: 0, stretched: 0, missingInRow: 1 };

/** A receiver that knows no DRED, or never stretches, counts none of it. */
type Totals = Pick<ReceiverStatistics, 'playedSamples' | 'concealedSamples'> & {
  readonly recoveredByFecSamples?: number;
  readonly recoveredByDredSamples?: number;
  readonly stretchedSamples?: number;
};

/** Since `before`, or since the receiver was made. Whoever asks knows that something was played. */
export function heardSound(now: Totals, before: Totals | undefined, lossRunPackets: number | undefined): HeardSound {
  const since = (name: keyof Totals): number => (now[name] ?? 0) - (before?.[name] ?? 0);
  const played = Math.max(1, since('playedSamples'));
  const share = (name: keyof Totals): number => Math.min(1, Math.max(0, since(name) / played));
  return {
    concealed: share('concealedSamples'),
    fec: share('recoveredByFecSamples'),
    dred: share('recoveredByDredSamples'),
    stretched: share('stretchedSamples'),
    missingInRow: Math.max(1, lossRunPackets ?? 1),
  };
}
