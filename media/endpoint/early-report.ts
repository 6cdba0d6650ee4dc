// When a burst of losses is worth a report of its own, ahead of the regular ones (RFC 4585, 3.5).

/** LBRR mends one lost packet, and a second is a common chance; what is lost in such a row needs another protection. */
const burstPackets = 3;
/** Packets that were only overtaken come within this. */
const settleMs = 60;

/**
 * Regular reports are seconds apart, and until one tells of it the far end sends nothing that helps against bursts.
 * So the first burst after each regular report is told at once. One early report between two regular ones is all, and
 * the regular one after it comes an interval later, so that the mean rate stays that of RFC 3550.
 */
export class EarlyReport {
  #dueMs = Number.POSITIVE_INFINITY;
  #isSpent = false;

  /** A packet came; `missing` are those between it and the highest before it. */
  observe(missing: number, arrivalMs: number): void {
    if (missing < burstPackets || this.#isSpent || this.#dueMs !== Number.POSITIVE_INFINITY) return;
    this.#dueMs = arrivalMs + settleMs;
  }

  /** `lost` since the last report; asked once a period. */
  isDue(nowMs: number, lost: number): boolean {
    if (nowMs < this.#dueMs) return false;
    this.#dueMs = Number.POSITIVE_INFINITY;
    return lost >= burstPackets;
  }

  /** A report has been sent, of either kind. */
  sent(isRegular: boolean): void {
    this.#isSpent = !isRegular;
    this.#dueMs = Number.POSITIVE_INFINITY;
  }
}
