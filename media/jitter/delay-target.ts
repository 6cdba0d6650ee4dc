// How much delay the recent jitter calls for.

/** Two seconds of 20 ms packets: one stall must not keep the delay up for long after. */
const rememberedPackets = 100;
const quantile = 0.95;
/** Sorting once in this many packets is cheap and soon enough. */
const packetsBetweenLooks = 25;
/** The fastest recent packet is the base; it is forgotten after one to two of these, so clocks may drift. */
const baseWindowMs = 5_000;
const marginMs = 5;
const longestTargetMs = 200;

export class DelayTarget {
  readonly #lateness = new Float64Array(rememberedPackets);
  readonly #sorted = new Float64Array(rememberedPackets);
  #count = 0;
  #base = Number.POSITIVE_INFINITY;
  #nextBase = Number.POSITIVE_INFINITY;
  #baseSinceMs = 0;
  #firstTimestamp: number | undefined;
  #jitterMs: number;
  readonly #firstGuessMs: number;

  /** Until enough packets have come, `firstGuessMs` of jitter is assumed: two packets of 20 ms wait at first. */
  constructor(firstGuessMs = 15) {
    this.#firstGuessMs = firstGuessMs;
    this.#jitterMs = firstGuessMs;
  }

  /** `timestamp` in RTP ticks; differences are taken modulo 2^32. */
  observe(timestamp: number, clockRateHz: number, arrivalMs: number): void {
    this.#firstTimestamp ??= timestamp;
    const transitMs = arrivalMs - (((timestamp - this.#firstTimestamp) | 0) * 1_000) / clockRateHz;
    if (arrivalMs - this.#baseSinceMs > baseWindowMs) {
      this.#base = this.#nextBase;
      this.#nextBase = Number.POSITIVE_INFINITY;
      this.#baseSinceMs = arrivalMs;
    }
    this.#base = Math.min(this.#base, transitMs);
    this.#nextBase = Math.min(this.#nextBase, transitMs);
    this.#lateness[this.#count % rememberedPackets] = transitMs - this.#base;
    this.#count++;
    if (this.#count % packetsBetweenLooks === 0) this.#look();
  }

  #look(): void {
    const known = Math.min(this.#count, rememberedPackets);
    const sorted = this.#sorted.subarray(0, known);
    sorted.set(this.#lateness.subarray(0, known));
    sorted.sort();
    this.#jitterMs = sorted[Math.min(known - 1, Math.floor(known * quantile))] ?? 0;
  }

  /** Milliseconds of speech that should wait, counting the packet played next. */
  targetMs(packetMs: number): number {
    return Math.min(longestTargetMs, packetMs + this.#jitterMs + marginMs);
  }

  reset(): void {
    this.#count = 0;
    this.#base = Number.POSITIVE_INFINITY;
    this.#nextBase = Number.POSITIVE_INFINITY;
    this.#firstTimestamp = undefined;
    this.#jitterMs = this.#firstGuessMs;
  }
}
