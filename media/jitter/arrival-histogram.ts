// How late packets come, as a forgetting histogram, and the wait that costs a listener least.

/** One bin a millisecond; what is later, or never comes, lies beyond. */
const bins = 400;
/** Of each packet's weight when the next comes: what was seen 10 s ago (of 20 ms packets) counts a third. */
const forget = 0.999;
/** The first packets are few: until there are so many, each new one changes the picture this much at most. */
const startWeight = 10;
/** A packet that comes this little before it is needed is as good as late. */
const guardMs = 1.5;
/**
 * One percent of made-up speech is as bad as 20 ms of delay (NetEQ's weight for reordering); one percent restored
 * from redundancy, which sounds slightly coarser, as 5 ms.
 */
const concealedMsPerShare = 2500;
const restoredMsPerShare = 350;
/** So much better must another wait be: each change has to be stretched into the speech. */
const changeCostMs = 8;
/** A wait for DRED is told from few bursts: one long one more changes it by less than this. */
const deepChangeCostMs = 25;
const longestWaitMs = 320;
/** Weights grow instead of the histogram being scaled for each packet; from here it is scaled once. */
const heaviest = 1e9;

/**
 * What redundancy would have brought is counted whether or not the packets held any at the time: a far end that begins
 * to send DRED after its first seconds is waited for by all that is known of the network, not by what comes from then.
 */
export class ArrivalHistogram {
  readonly #direct = new Float64Array(bins);
  readonly #next = new Float64Array(bins);
  readonly #deep = new Float64Array(bins);
  #total = 0;
  #weight = 1;
  #chosenMs: number | undefined;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.#direct.fill(0);
    this.#next.fill(0);
    this.#deep.fill(0);
    this.#weight = 1;
    this.#chosenMs = undefined;
    // A network is taken for punctual until it shows otherwise: a call starts with little delay.
    this.#total = startWeight;
    this.#direct[0] = startWeight;
    this.#next[0] = startWeight;
    this.#deep[0] = startWeight;
  }

  /**
   * When a packet itself came, it or the one right behind (LBRR), and it or any behind (DRED): in ms after the fastest,
   * infinite where none came.
   */
  add(directMs: number, nextMs: number, deepMs: number): void {
    this.#weight /= forget;
    this.#total += this.#weight;
    if (directMs < bins) this.#put(this.#direct, directMs);
    if (nextMs < bins) this.#put(this.#next, nextMs);
    if (deepMs < bins) this.#put(this.#deep, deepMs);
    if (this.#weight > heaviest) this.#scale();
  }

  #put(histogram: Float64Array, ms: number): void {
    const bin = ms <= 0 ? 0 : ms | 0;
    histogram[bin] = (histogram[bin] as number) + this.#weight;
  }

  /** What is counted from has moved, and the wait that was chosen with it. */
  moveBase(byMs: number): void {
    if (this.#chosenMs !== undefined) this.#chosenMs -= byMs;
  }

  /** All packets take `byMs` longer now: those that seemed late by that were not. */
  forgetRoute(byMs: number): void {
    bringNearer(this.#direct, Math.trunc(byMs));
    bringNearer(this.#next, Math.trunc(byMs));
    bringNearer(this.#deep, Math.trunc(byMs));
  }

  /**
   * The wait in ms, one of `phaseMs + n * quantumMs`, at which delay and what it saves cost least together. Packets
   * are only taken at pulls, so that only these waits differ in what comes in time. Packets hold what was lost up to
   * `reachPackets` before them.
   */
  best(phaseMs: number, quantumMs: number, reachPackets: number, packetMs: number): number {
    const any = reachPackets === 0 ? this.#direct : reachPackets === 1 ? this.#next : this.#deep;
    const reachMs = reachPackets > 1 ? (reachPackets + 1) * packetMs : bins;
    const changeMs = reachPackets > 1 ? deepChangeCostMs : changeCostMs;
    let bestMs = phaseMs;
    let bestCost = Number.POSITIVE_INFINITY;
    let direct = 0;
    let restorable = 0;
    let bin = 0;
    for (let waitMs = phaseMs; waitMs <= longestWaitMs; waitMs += quantumMs) {
      for (; bin < waitMs - guardMs; bin++) {
        direct += this.#direct[bin] as number;
        if (bin < reachMs) restorable += any[bin] as number;
      }
      const inTime = Math.max(direct, restorable);
      const concealed = 1 - inTime / this.#total;
      const restored = (inTime - direct) / this.#total;
      const isChange = this.#chosenMs === undefined || Math.abs(waitMs - this.#chosenMs) > quantumMs / 2;
      const cost = waitMs + concealedMsPerShare * concealed + restoredMsPerShare * restored + (isChange ? changeMs : 0);
      if (cost < bestCost) {
        bestCost = cost;
        bestMs = waitMs;
      }
    }
    this.#chosenMs = bestMs;
    return bestMs;
  }

  #scale(): void {
    const by = 1 / this.#weight;
    for (let bin = 0; bin < bins; bin++) {
      this.#direct[bin] = (this.#direct[bin] as number) * by;
      this.#next[bin] = (this.#next[bin] as number) * by;
      this.#deep[bin] = (this.#deep[bin] as number) * by;
    }
    this.#total *= by;
    this.#weight = 1;
  }
}

/** What would leave at the near end is kept there: it came early, and early stays early. */
function bringNearer(histogram: Float64Array, byBins: number): void {
  const away = Math.min(byBins, bins);
  let early = 0;
  for (let bin = 0; bin < away; bin++) early += histogram[bin] as number;
  histogram.copyWithin(0, away);
  histogram.fill(0, bins - away);
  histogram[0] = (histogram[0] as number) + early;
}
