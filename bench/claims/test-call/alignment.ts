// How alike two sounds are once the later one is moved, as a whole, to where it fits best.

/** The place is looked for among every 24th sample first, then around there ever closer. */
const steps = [24, 6, 1];
/** Around the last finding, in its own steps. */
const reach = 2;

interface Fit {
  readonly correlation: number;
  readonly offset: number;
}

/**
 * 1 for the same sound at any volume, 0 for silence. One delay serves the whole piece: sound that was stretched,
 * shortened or moved in the middle does not correlate from there on, and that is meant.
 */
export function alignedCorrelation(piece: Int16Array, reference: Int16Array): number {
  if (piece.length === 0 || piece.length > reference.length) return 0;
  const last = reference.length - piece.length;
  let [from, to] = [0, last];
  let correlation = 0;
  for (const step of steps) {
    const found = search(thin(piece, step), thin(reference, step), Math.floor(from / step), Math.floor(to / step));
    correlation = found.correlation;
    from = Math.max(0, (found.offset - reach) * step);
    to = Math.min(last, (found.offset + reach) * step);
  }
  return Math.max(0, correlation);
}

/** Averages over each step, which is filter enough for finding a place. */
function thin(samples: Int16Array, step: number): Int16Array {
  const thinned = new Int16Array(Math.floor(samples.length / step));
  for (let at = 0; at < thinned.length; at++) {
    let sum = 0;
    for (let within = 0; within < step; within++) sum += samples[at * step + within] ?? 0;
    thinned[at] = sum / step;
  }
  return thinned;
}

function search(piece: Int16Array, reference: Int16Array, from: number, to: number): Fit {
  let best: Fit = { correlation: -1, offset: from };
  for (let offset = from; offset <= to; offset++) {
    const correlation = correlationAt(piece, reference, offset);
    if (correlation > best.correlation) best = { correlation, offset };
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
