// How alike two sounds are once the later one is moved to where it fits best.

/** Found first on every sixth sample, then around there on every one. */
const coarseStep = 6;

/** A jitter buffer may move within a sentence, so each stretch of this length is aligned by itself. */
const stretchSamples = 24_000;
/** How far a stretch may lie from where the whole fits best. */
const mostShiftSamples = 14_400;

interface Fit {
  readonly correlation: number;
  readonly offset: number;
}

/** Correlation over the whole piece, 1 for the same sound at any volume, each stretch moved to where it fits best. */
export function alignedCorrelation(piece: Int16Array, reference: Int16Array): number {
  if (piece.length === 0 || piece.length > reference.length) return 0;
  const last = (reference.length - piece.length) / coarseStep;
  const whole = search(thin(piece), thin(reference), 0, Math.floor(last)).offset * coarseStep;
  const sums = { aa: 0, bb: 0, ab: 0 };
  for (let at = 0; at < piece.length; at += stretchSamples) {
    const stretch = piece.subarray(at, at + stretchSamples);
    const offset = placeOf(stretch, reference, whole + at);
    for (const [index, sample] of stretch.entries()) {
      const other = reference[offset + index] ?? 0;
      sums.aa += sample * sample;
      sums.bb += other * other;
      sums.ab += sample * other;
    }
  }
  return sums.aa * sums.bb === 0 ? 0 : sums.ab / Math.sqrt(sums.aa * sums.bb);
}

function placeOf(stretch: Int16Array, reference: Int16Array, expected: number): number {
  const begin = Math.max(0, expected - mostShiftSamples);
  const near = reference.subarray(begin, expected + stretch.length + mostShiftSamples);
  const last = near.length - stretch.length;
  const around = search(thin(stretch), thin(near), 0, Math.floor(last / coarseStep)).offset * coarseStep;
  return begin + search(stretch, near, Math.max(0, around - coarseStep), Math.min(last, around + coarseStep)).offset;
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
