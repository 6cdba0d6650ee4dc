// Repeatable random numbers for fuzzing: a round that found something is found again by its number.

export class SeededBytes {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed >>> 0, 0x9e37_79b9) ^ 0x85eb_ca6b) >>> 0 || 1;
  }

  /** A whole number from 0 up to, not including, `end` (xorshift32). */
  below(end: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % Math.max(1, end);
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  /** A few bytes changed, cut away or put in, as broken senders and attackers do. */
  damage(good: Uint8Array): Uint8Array {
    let bytes = good.slice();
    for (let edits = 1 + this.below(4); edits > 0; edits--) {
      const at = this.below(bytes.length + 1);
      const kind = this.below(4);
      if (kind === 0 && at < bytes.length) bytes[at] = this.below(256);
      else if (kind === 1) bytes = bytes.slice(0, at);
      else if (kind === 2)
        bytes = Uint8Array.of(...bytes.subarray(0, at), ...this.bytes(1 + this.below(30)), ...bytes.subarray(at));
      else bytes.fill(this.below(256), at, at + this.below(40));
    }
    return bytes;
  }
}
