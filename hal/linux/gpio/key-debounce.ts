// Keys that bounce: a change counts once it has stayed for a time, and is dated by the edge from which on it stayed.

export interface KeyChange {
  readonly index: number;
  readonly isDown: boolean;
  readonly atMs: number;
}

export class KeyDebounce {
  readonly #debounceMs: number;
  /** What contacts say now, and what has been reported: bit n is key n. */
  #raw = 0n;
  #down = 0n;
  /** By key: since when its contact differs from what was reported. */
  readonly #since = new Map<number, number>();

  constructor(debounceMs: number) {
    this.#debounceMs = debounceMs;
  }

  get down(): bigint {
    return this.#down;
  }

  /** When `settle` is to be called next; absent while nothing is on its way. */
  get dueMs(): number | undefined {
    return this.#since.size === 0 ? undefined : Math.min(...this.#since.values()) + this.#debounceMs;
  }

  /** Contacts from `atMs` on; times never go back. Changes that had stayed until then, however late this is called. */
  sample(raw: bigint, atMs: number): readonly KeyChange[] {
    const changes = this.settle(atMs);
    for (const index of bitsOf(raw ^ this.#raw)) {
      const isDown = ((raw >> BigInt(index)) & 1n) === 1n;
      if (isDown === this.#isDown(index)) this.#since.delete(index);
      else this.#since.set(index, atMs);
    }
    this.#raw = raw;
    return changes;
  }

  settle(nowMs: number): readonly KeyChange[] {
    const ripe = [...this.#since].filter(([, sinceMs]) => nowMs - sinceMs >= this.#debounceMs);
    ripe.sort(([, a], [, b]) => a - b);
    return ripe.map(([index, atMs]) => {
      this.#since.delete(index);
      this.#down ^= 1n << BigInt(index);
      return { index, isDown: this.#isDown(index), atMs };
    });
  }

  #isDown(index: number): boolean {
    return ((this.#down >> BigInt(index)) & 1n) === 1n;
  }
}

export function* bitsOf(bits: bigint): Generator<number> {
  for (let index = 0; bits >> BigInt(index) !== 0n; index++) if (((bits >> BigInt(index)) & 1n) === 1n) yield index;
}
