// What a bad wire or a bad mind does to a file: a few changes of its bytes, for property tests and claims.

export interface Mutation {
  readonly kind: 'flip' | 'delete' | 'insert' | 'repeat' | 'cut' | 'zero';
  /** Taken modulo the length. */
  readonly at: number;
  readonly length: number;
  readonly byte: number;
  /** 0 to 7. */
  readonly bit: number;
}

export const mutationKinds = ['flip', 'delete', 'insert', 'repeat', 'cut', 'zero'] as const;

export function mutate(bytes: Uint8Array, { kind, at, length, byte, bit }: Mutation): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = Buffer.from(bytes);
  const from = at % copy.length;
  if (kind === 'flip') copy[from] = (copy[from] ?? 0) ^ (1 << bit);
  if (kind === 'zero') copy.fill(0, from, Math.min(copy.length, from + length));
  if (kind === 'flip' || kind === 'zero') return copy;
  const [before, behind] = [copy.subarray(0, from), copy.subarray(from)];
  if (kind === 'cut') return before;
  if (kind === 'delete') return Buffer.concat([before, behind.subarray(length)]);
  const between = kind === 'insert' ? Buffer.alloc(length, byte) : behind.subarray(0, length);
  return Buffer.concat([before, between, behind]);
}
