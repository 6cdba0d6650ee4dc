// What the network does to packets, learnt from their arrivals, and how long to wait for them.

import { ArrivalHistogram } from './arrival-histogram.ts';

/** Packets whose fate is still open; must be a power of two. */
const slots = 64;
/** A packet that is overtaken by so many is counted as lost, and its copies in later packets with it. */
const lostAfter = 16;
/** The fastest packet of so many spans of so long is the base: clocks drift, and routes change. */
const spanMs = 250;
const spans = 8;
/** A base that rises by more at once is a slower route: packets were late against the old one only. */
const routeChangeMs = 10;
/** A transit so far off the base is a new time line of the sender, not a delay. */
const jumpMs = 1_500;

/**
 * Each packet's delay is counted from the fastest of the last seconds. A packet that is late or lost may be restored
 * from one behind it, so two histograms are kept: when the packet itself came, and when anything of its content did.
 */
export class ArrivalModel {
  readonly #histogram = new ArrivalHistogram();
  readonly #nextMs = new Float64Array(slots).fill(Number.POSITIVE_INFINITY);
  readonly #deepMs = new Float64Array(slots).fill(Number.POSITIVE_INFINITY);
  readonly #isOpen = new Uint8Array(slots);
  #newest: number | undefined;
  readonly #spanMinima = new Float64Array(spans).fill(Number.POSITIVE_INFINITY);
  #span = 0;
  #spanEndsMs = Number.NEGATIVE_INFINITY;
  #baseMs = 0;
  #lastTimestamp = 0;
  #lastTicks = 0;
  #clockRateHz = 0;
  #packetMs = 20;
  /** Packets before one that it can restore (1 with in-band FEC, more with DRED). */
  redundantPackets = 0;

  /** The sender's time of a timestamp, in ms without wrap; 0 is that of the first packet. */
  senderMs(timestamp: number): number {
    if (this.#clockRateHz === 0) return 0;
    return ((this.#lastTicks + ((timestamp - this.#lastTimestamp) | 0)) * 1_000) / this.#clockRateHz;
  }

  /** Receiver's clock minus sender's for the fastest packets. */
  get baseMs(): number {
    return this.#baseMs;
  }

  /** False before the first packet. */
  get knows(): boolean {
    return this.#newest !== undefined;
  }

  observe(sequence: number, timestamp: number, clockRateHz: number, arrivalMs: number, packetMs: number): void {
    if (clockRateHz !== this.#clockRateHz) this.#anchor(timestamp, clockRateHz);
    this.#lastTicks += (timestamp - this.#lastTimestamp) | 0;
    this.#lastTimestamp = timestamp;
    let transitMs = arrivalMs - this.senderMs(timestamp);
    if (this.#newest === undefined || Math.abs(transitMs - this.#baseMs) > jumpMs) {
      this.#anchor(timestamp, clockRateHz);
      transitMs = arrivalMs;
      this.#baseMs = transitMs;
      this.#restartSlots(sequence);
      this.#spanEndsMs = arrivalMs + spanMs;
    }
    this.#learnBase(transitMs, arrivalMs);
    this.#advance(sequence);
    this.#settle(sequence, transitMs - this.#baseMs, packetMs);
  }

  /** How long to wait for a packet after the fastest would have come; see `ArrivalHistogram.best`. */
  targetMs(phaseMs: number, quantumMs: number): number {
    return this.#histogram.best(phaseMs, quantumMs, this.redundantPackets, this.#packetMs);
  }

  reset(): void {
    this.#newest = undefined;
    this.#clockRateHz = 0;
    this.redundantPackets = 0;
    this.#histogram.reset();
  }

  #anchor(timestamp: number, clockRateHz: number): void {
    this.#clockRateHz = clockRateHz;
    this.#lastTimestamp = timestamp;
    this.#lastTicks = 0;
    this.#spanMinima.fill(Number.POSITIVE_INFINITY);
    this.#newest = undefined;
  }

  #learnBase(transitMs: number, arrivalMs: number): void {
    if (arrivalMs >= this.#spanEndsMs) {
      this.#spanEndsMs = arrivalMs + spanMs;
      this.#span = (this.#span + 1) % spans;
      this.#spanMinima[this.#span] = Number.POSITIVE_INFINITY;
    }
    const fastestMs = this.#spanMinima[this.#span] ?? Number.POSITIVE_INFINITY;
    if (transitMs < fastestMs) this.#spanMinima[this.#span] = transitMs;
    let baseMs = Number.POSITIVE_INFINITY;
    for (let n = 0; n < spans; n++) baseMs = Math.min(baseMs, this.#spanMinima[n] as number);
    // Lateness is counted from a base that drifts with the clocks, and so stays what it was while the base moves.
    const byMs = baseMs - this.#baseMs;
    if (byMs > routeChangeMs) this.#histogram.forgetRoute(byMs);
    this.#histogram.moveBase(byMs);
    this.#baseMs = baseMs;
  }

  #restartSlots(sequence: number): void {
    this.#isOpen.fill(0);
    this.#newest = sequence;
    this.#open(sequence);
  }

  #open(sequence: number): void {
    const slot = sequence & (slots - 1);
    this.#isOpen[slot] = 1;
    this.#nextMs[slot] = Number.POSITIVE_INFINITY;
    this.#deepMs[slot] = Number.POSITIVE_INFINITY;
  }

  /** Opens the places up to `sequence`, and closes those that have waited long enough. */
  #advance(sequence: number): void {
    const newest = this.#newest ?? sequence;
    const ahead = ((sequence - newest) << 16) >> 16;
    if (ahead > slots || ahead < -slots) {
      this.#restartSlots(sequence);
      return;
    }
    for (let n = 1; n <= ahead; n++) {
      this.#giveUp(newest + n - lostAfter);
      this.#open(newest + n);
    }
    if (ahead > 0) this.#newest = sequence;
  }

  #giveUp(sequence: number): void {
    const slot = sequence & (slots - 1);
    if (this.#isOpen[slot] !== 1) return;
    this.#isOpen[slot] = 0;
    this.#histogram.add(Number.POSITIVE_INFINITY, this.#nextMs[slot] as number, this.#deepMs[slot] as number);
  }

  /** Once a packet itself has come, nothing that comes later can bring its content sooner. */
  #settle(sequence: number, lateMs: number, packetMs: number): void {
    this.#packetMs = packetMs;
    for (let n = 1; n < lostAfter; n++) {
      const before = (sequence - n) & (slots - 1);
      if (this.#isOpen[before] !== 1) continue;
      const restoredMs = lateMs + n * packetMs;
      if (n === 1) this.#nextMs[before] = restoredMs;
      if (restoredMs < (this.#deepMs[before] as number)) this.#deepMs[before] = restoredMs;
    }
    const slot = sequence & (slots - 1);
    if (this.#isOpen[slot] !== 1) return;
    this.#isOpen[slot] = 0;
    const nextMs = Math.min(lateMs, this.#nextMs[slot] as number);
    this.#histogram.add(lateMs, nextMs, Math.min(nextMs, this.#deepMs[slot] as number));
  }
}
