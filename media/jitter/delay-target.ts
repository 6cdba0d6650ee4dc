// How much delay the recent jitter calls for.

/** Lateness is kept as one peak a window: rare delays within a crowd of punctual packets must not be averaged away. */
const windowMs = 500;
const rememberedWindows = 20;
/** A single stall of the network or of the sender spoils two windows at most, and teaches nothing about the next. */
const forgivenWindows = 2;
const marginMs = 5;
/** Systems stall at either end even where the network does not: so much is expected of any, from the first packet. */
const leastJitterMs = 25;
const longestTargetMs = 200;

export class DelayTarget {
  readonly #peaks: number[] = [];
  #peakMs = 0;
  #windowEndsMs: number | undefined;
  /** The fastest packet of this window and of the one before is the base: clocks drift, and senders stall. */
  #fastestMs = Number.POSITIVE_INFINITY;
  #fastestBeforeMs = Number.POSITIVE_INFINITY;
  #firstTimestamp: number | undefined;
  #jitterMs = leastJitterMs;

  /** `timestamp` in RTP ticks; differences are taken modulo 2^32. */
  observe(timestamp: number, clockRateHz: number, arrivalMs: number): void {
    this.#firstTimestamp ??= timestamp;
    this.#windowEndsMs ??= arrivalMs + windowMs;
    if (arrivalMs >= this.#windowEndsMs) this.#closeWindow(arrivalMs);
    const transitMs = arrivalMs - (((timestamp - this.#firstTimestamp) | 0) * 1_000) / clockRateHz;
    this.#fastestMs = Math.min(this.#fastestMs, transitMs);
    this.#peakMs = Math.max(this.#peakMs, transitMs - Math.min(this.#fastestMs, this.#fastestBeforeMs));
  }

  #closeWindow(nowMs: number): void {
    this.#peaks.push(this.#peakMs);
    if (this.#peaks.length > rememberedWindows) this.#peaks.shift();
    if (this.#peaks.length > forgivenWindows) {
      this.#jitterMs = Math.max(leastJitterMs, this.#peaks.toSorted((a, b) => b - a)[forgivenWindows] ?? 0);
    }
    this.#peakMs = 0;
    this.#fastestBeforeMs = this.#fastestMs;
    this.#fastestMs = Number.POSITIVE_INFINITY;
    this.#windowEndsMs = nowMs + windowMs;
  }

  /** Milliseconds of speech that should wait, counting the packet played next. */
  targetMs(packetMs: number): number {
    return Math.min(longestTargetMs, packetMs + this.#jitterMs + marginMs);
  }

  reset(): void {
    this.#peaks.length = 0;
    this.#peakMs = 0;
    this.#windowEndsMs = undefined;
    this.#fastestMs = Number.POSITIVE_INFINITY;
    this.#fastestBeforeMs = Number.POSITIVE_INFINITY;
    this.#firstTimestamp = undefined;
    this.#jitterMs = leastJitterMs;
  }
}
