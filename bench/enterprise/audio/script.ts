// What one end of a call says, frame by frame: the seam between the enterprise's voices and the network.

/** Speech at 48 kHz, 16-bit mono, as everywhere in the media room. */
export const RATE_HZ = 48_000;

export type Cue = { readonly kind: 'digit'; readonly digit: string } | { readonly kind: 'hang-up' };

export interface Script {
  /** A far end that sends nothing for so long, unheld, has gone without a word: the call is ended. */
  readonly patienceMs: number;
  /** What is heard is kept rather than answered: it is waited for so long, and not stretched. */
  readonly steadyWaitMs?: number;
  /** One frame heard from the far end in, one frame to say out (already zeroed); cues in the order they fell. */
  exchange(heard: Int16Array, spoken: Int16Array): readonly Cue[];
  /** The call is over, however it ended: forget everything that was heard. */
  end(): void;
}

export const NO_CUES: readonly Cue[] = [];

/** Copy what fits from `source` at `position`, and answer the new position. */
export function play(source: Int16Array, position: number, spoken: Int16Array): number {
  const piece = source.subarray(position, position + spoken.length);
  spoken.set(piece);
  return position + piece.length;
}
