// What one receiver knows of one source: sequence, loss and jitter (RFC 3550, A.1, A.3 and A.8).

import { SummaryWindow } from './summary-window.ts';
import type { SummaryReport } from './xr-summary.ts';

/** A jump by more than this is no loss but a new start (A.1, MAX_DROPOUT). */
const mostDropout = 3_000;
/** Older than this is no reordering but a new start (A.1, MAX_MISORDER). */
const mostMisorder = 100;
const sequenceSpan = 0x1_0000;

export type SequenceVerdict = 'accepted' | 'restarted' | 'suspicious';

export class Reception {
  readonly ssrc: number;
  readonly #clockRateHz: number;
  #baseSequence = 0;
  #highest = 0;
  #cycles = 0;
  #received = 0;
  /** A second packet in a row there means that the source did restart. */
  #badSequence = -1;
  #started = false;
  #lastTransit: number | undefined;
  #jitterTicks = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #missingBefore = 0;
  readonly #summary = new SummaryWindow();

  constructor(ssrc: number, clockRateHz: number) {
    this.ssrc = ssrc;
    this.#clockRateHz = clockRateHz;
  }

  /** Packets between the one received last and the highest before it; they may still come. */
  get missingBefore(): number {
    return this.#missingBefore;
  }

  /** Count a packet. `timestamp` is undefined for packets whose timestamp says nothing about their sending time. */
  receive(sequence: number, timestamp: number | undefined, arrivalMs: number): SequenceVerdict {
    const verdict = this.#update(sequence);
    if (verdict === 'suspicious') return verdict;
    this.#received++;
    this.#summary.observe(sequence);
    if (timestamp !== undefined) this.#updateJitter(timestamp, arrivalMs);
    return verdict;
  }

  #restart(sequence: number): void {
    this.#baseSequence = sequence;
    this.#highest = sequence;
    this.#cycles = 0;
    this.#received = 0;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
    this.#badSequence = -1;
    this.#lastTransit = undefined;
    this.#started = true;
  }

  #update(sequence: number): SequenceVerdict {
    this.#missingBefore = 0;
    if (!this.#started) {
      this.#restart(sequence);
      return 'accepted';
    }
    const ahead = (sequence - this.#highest) & 0xffff;
    if (ahead < mostDropout) {
      if (sequence < this.#highest) this.#cycles += sequenceSpan;
      this.#highest = sequence;
      this.#missingBefore = Math.max(0, ahead - 1);
    } else if (ahead <= sequenceSpan - mostMisorder) {
      if (sequence === this.#badSequence) {
        this.#restart(sequence);
        return 'restarted';
      }
      this.#badSequence = (sequence + 1) & 0xffff;
      return 'suspicious';
    }
    this.#badSequence = -1;
    return 'accepted';
  }

  #updateJitter(timestamp: number, arrivalMs: number): void {
    const transit = (Math.round((arrivalMs * this.#clockRateHz) / 1_000) - timestamp) | 0;
    if (this.#lastTransit !== undefined) {
      const difference = Math.abs((transit - this.#lastTransit) | 0);
      // A restarted timestamp (transfer, new device behind the same SSRC) is no jitter: over ten seconds off.
      if (difference < this.#clockRateHz * 10) {
        this.#jitterTicks += (difference - this.#jitterTicks) / 16;
        this.#summary.observeJitter(difference);
      }
    }
    this.#lastTransit = transit;
  }

  get received(): number {
    return this.#received;
  }

  get expected(): number {
    return this.#started ? this.#cycles + this.#highest - this.#baseSequence + 1 : 0;
  }

  /** Never negative here: what came twice does not make up for what never came. */
  get lost(): number {
    return Math.max(0, this.expected - this.#received);
  }

  get extendedHighestSequence(): number {
    return (this.#cycles + this.#highest) >>> 0;
  }

  get jitterTicks(): number {
    return Math.floor(this.#jitterTicks);
  }

  get jitterMs(): number {
    return (this.#jitterTicks * 1_000) / this.#clockRateHz;
  }

  /** Since this was last asked; one asker only. */
  takeSummary(): SummaryReport | undefined {
    return this.#summary.take(this.ssrc);
  }

  /** Since the share below was last asked for. */
  get lostLately(): number {
    return Math.max(0, this.expected - this.#expectedBefore - (this.#received - this.#receivedBefore));
  }

  /** Share lost since this was last asked (A.3); one asker only, the RTCP reports. */
  takeLossShare(): number {
    const expected = this.expected - this.#expectedBefore;
    const received = this.#received - this.#receivedBefore;
    this.#expectedBefore = this.expected;
    this.#receivedBefore = this.#received;
    return expected <= 0 || received >= expected ? 0 : (expected - received) / expected;
  }
}
