// A disk in memory whose power can be cut at any write; the write it hits is torn.

export class PowerCut extends Error {
  constructor() {
    super('The simulated power was cut.');
  }
}

export class PowerCutDisk {
  readonly #areas = new Map<string, Uint8Array>();
  #writesLeft = Number.POSITIVE_INFINITY;
  #writes = 0;

  /** Writes so far, so that a test can cut at each of them in turn. */
  get writes(): number {
    return this.#writes;
  }

  get powered(): boolean {
    return this.#writesLeft >= 0;
  }

  /** After so many more whole writes the next one is torn and everything fails until `restorePower`. */
  cutAfter(writes: number): void {
    this.#writesLeft = writes;
  }

  restorePower(): void {
    this.#writesLeft = Number.POSITIVE_INFINITY;
  }

  read(area: string): Uint8Array | undefined {
    if (this.#writesLeft < 0) throw new PowerCut();
    return this.#areas.get(area)?.slice();
  }

  /** On stable storage when it returns. Writes `bytes` from `offset`, growing the area where needed. */
  write(area: string, bytes: Uint8Array, offset = 0): void {
    if (this.#writesLeft < 0) throw new PowerCut();
    const torn = this.#writesLeft === 0;
    this.#writesLeft--;
    this.#writes++;
    const written = torn ? bytes.subarray(0, bytes.length >> 1) : bytes;
    const before = this.#areas.get(area) ?? new Uint8Array(0);
    const after = new Uint8Array(Math.max(before.length, offset + written.length));
    after.set(before);
    after.set(written, offset);
    this.#areas.set(area, after);
    if (torn) throw new PowerCut();
  }
}
