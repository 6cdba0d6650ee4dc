// What the far end would report by RTCP, in virtual time: the loss that steers the sender's protection.

import { EarlyReport } from '../../../media/endpoint/early-report.ts';

/** As a phone reports: soon at first, then every five seconds (RFC 3550, 6.2). */
const intervalsMs = [600, 1_500, 2_500];
const steadyIntervalMs = 5_000;

export interface FarReception {
  /** Of the packets sent since the report before, 0 to 1. */
  readonly lossShare: number;
  readonly reportedPackets: number;
  /** Mean packets lost in a row since the report before, as RTCP XR's loss run lengths tell; undefined without loss. */
  readonly meanBurstPackets: number | undefined;
}

export class VirtualReports {
  #reports = 0;
  #dueMs = intervalsMs[0] ?? steadyIntervalMs;
  #sent = 0;
  #lost = 0;
  #bursts = 0;
  #inBurst = false;
  #missing = 0;
  readonly #early = new EarlyReport();

  /** The packet sent at `sentMs`. */
  observe(isLost: boolean, sentMs: number): void {
    this.#sent++;
    if (!isLost) this.#early.observe(this.#missing, sentMs);
    this.#missing = isLost ? this.#missing + 1 : 0;
    if (isLost) {
      this.#lost++;
      if (!this.#inBurst) this.#bursts++;
    }
    this.#inBurst = isLost;
  }

  /** The report due by `nowMs`, or undefined. */
  take(nowMs: number): FarReception | undefined {
    const isRegular = nowMs >= this.#dueMs;
    if ((!isRegular && !this.#early.isDue(nowMs, this.#lost)) || this.#sent === 0) return undefined;
    const report = {
      lossShare: this.#lost / this.#sent,
      reportedPackets: this.#sent,
      meanBurstPackets: this.#bursts === 0 ? undefined : this.#lost / this.#bursts,
    };
    this.#reports++;
    const interval = intervalsMs[this.#reports] ?? steadyIntervalMs;
    this.#dueMs = isRegular ? nowMs + interval : this.#dueMs + interval;
    this.#early.sent(isRegular);
    this.#sent = 0;
    this.#lost = 0;
    this.#bursts = 0;
    return report;
  }
}
