// Remembers which of the newest packet indices have been seen (RFC 3711, 3.3.2).

/** RFC 3711 asks for at least 64; twice that forgives a burst of reordering. */
export const replayWindowSize = 128;

export class ReplayWindow {
  /** Each slot holds the index last seen there; indices reach 2^48, which a double holds exactly. */
  readonly #seen = new Float64Array(replayWindowSize).fill(-1);
  #highest = -1;

  get highest(): number {
    return this.#highest;
  }

  /** True where a packet of this index may still be accepted. */
  isFresh(index: number): boolean {
    return index > this.#highest - replayWindowSize && this.#seen[index % replayWindowSize] !== index;
  }

  /** Call only after the packet has proven authentic. */
  accept(index: number): void {
    this.#seen[index % replayWindowSize] = index;
    if (index > this.#highest) this.#highest = index;
  }
}
