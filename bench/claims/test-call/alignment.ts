// How alike two sounds are once the later one is moved to where it fits best.

/** Found first on every sixth sample, then around there on every one. */
const coarseStep = 6;

export interface Fit {
  /** Pearson's correlation at the best place, 1 for the same sound at any volume. */
  readonly correlation: number;
  /** Where in `reference` the piece begins. */
  readonly offset: number;
}

export function bestFit(piece: Int16Array, reference: Int16Array): Fit {
  if (piece.length === 0 || piece.length > reference.length) return { correlation: 0, offset: 0 };
  const coarse = search(thin(piece), thin(reference), 0, Math.floor((reference.length - piece.length) / coarseStep));
  const around = coarse.offset * coarseStep;
  const last = reference.length - piece.length;
  return search(piece, reference, Math.max(0, around - coarseStep), Math.min(last, around + coarseStep));
}

/** Averages over each step, which is filter enough for finding a place. */
function thin(samples: Int16Array): Int16Array {
  const thinned = new Int16Array(Math.floor(samples.length / coarseStep));
  for (let at = 0; at < thinned.length; at++) {
    let sum = 0;
    for (let within = 0; within < coarseStep; within++) sum += samples[at * coarseStep + within] ?? 0;
    thinned[at] = sum / coarseStep;
  }
  return thinned;
}

function search(piece: Int16Array, reference: Int16Array, from: number, to: number): Fit {
  let best: Fit = { correlation: -1, offset: from };
  for (let offset = from; offset <= to; offset++) {
    const found = correlationAt(piece, reference, offset);
    if (found > best.correlation) best = { correlation: found, offset };
  }
  return best;
}

function correlationAt(piece: Int16Array, reference: Int16Array, offset: number): number {
  const count = piece.length;
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let at = 0; at < count; at++) {
    const a = piece[at] ?? 0;
    const b = reference[offset + at] ?? 0;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  const spread = Math.sqrt((sumAA - (sumA * sumA) / count) * (sumBB - (sumB * sumB) / count));
  return spread === 0 ? 0 : (sumAB - (sumA * sumB) / count) / spread;
}
