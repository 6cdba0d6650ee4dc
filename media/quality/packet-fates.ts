// What became of each expected packet, told in order once it is too late for any of them to come.

/** `discarded`: it came, but too late to be played. */
export type PacketFate = 'received' | 'discarded' | 'lost';

/** Half a second of 20 ms packets: no jitter buffer waits longer for one. */
const settleAfterPackets = 25;
const fates: readonly PacketFate[] = ['lost', 'received', 'discarded'];
const sequenceSpan = 0x1_0000;

export class PacketFates {
  readonly #settled: (fate: PacketFate, sequence: number) => void;
  /** By sequence modulo its length, an index into `fates`; holds what is not settled yet. */
  readonly #open = new Uint8Array(settleAfterPackets + 1);
  /** Unwrapped: both only grow. */
  #highest = -1;
  #next = 0;

  constructor(settled: (fate: PacketFate, sequence: number) => void) {
    this.#settled = settled;
  }

  /** A packet that the source's bookkeeping accepted; `sequence` in 16 bits. */
  observe(sequence: number, discarded: boolean): void {
    if (this.#highest < 0) {
      this.#highest = sequence;
      this.#next = sequence;
    }
    const ahead = (((sequence - this.#highest) << 16) >> 16) + this.#highest;
    for (let n = this.#highest + 1; n <= ahead; n++) this.#expect(n);
    // Settled as lost already, or from before the first one.
    if (ahead < this.#next) return;
    this.#open[ahead % this.#open.length] = discarded ? 2 : 1;
  }

  #expect(sequence: number): void {
    this.#highest = sequence;
    while (this.#highest - this.#next > settleAfterPackets - 1) this.#settle();
    this.#open[sequence % this.#open.length] = 0;
  }

  #settle(): void {
    const fate = fates[this.#open[this.#next % this.#open.length] ?? 0] ?? 'lost';
    this.#settled(fate, this.#next % sequenceSpan);
    this.#next++;
  }

  /** What is told now cannot wait: all but the newest few have come, or will not. */
  settleEarly(openPackets: number): void {
    while (this.#highest - this.#next >= openPackets) this.#settle();
  }

  /** At the end of reception: what has come by now is all that comes. */
  finish(): void {
    while (this.#next <= this.#highest) this.#settle();
  }
}
