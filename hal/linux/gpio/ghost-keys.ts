// A matrix without diodes shows a fourth key where three corners of a rectangle are held: which is real cannot be known.

export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Contacts without those that may be ghosts: corners of a full rectangle count only where they were down before it
 * was full. Bit `row * columns + column` is a key. What is left out comes by itself as soon as one corner is let go.
 */
export function withoutGhosts(contacts: bigint, down: bigint, { rows, columns }: MatrixShape): bigint {
  const rowMask = (1n << BigInt(columns)) - 1n;
  const row = (at: number): bigint => (contacts >> BigInt(at * columns)) & rowMask;
  let doubtful = 0n;
  for (let upper = 0; upper < rows; upper++) {
    for (let lower = upper + 1; lower < rows; lower++) {
      const shared = row(upper) & row(lower);
      // More than one column in common: clearing the lowest leaves some.
      if ((shared & (shared - 1n)) === 0n) continue;
      doubtful |= (shared << BigInt(upper * columns)) | (shared << BigInt(lower * columns));
    }
  }
  return contacts & ~(doubtful & ~down);
}
