// A bad network in numbers: which packets are lost, and when the others arrive. Seeded, so that a run can be repeated.

export interface Impairment {
  /** Share of packets lost over time, 0 to 1. */
  readonly lossShare: number;
  /** Mean number of packets lost in a row; 1 is independent loss, whose own mean is a little higher. */
  readonly burstLength: number;
  readonly delayMs: number;
  /** Delay varies evenly between delay - jitter and delay + jitter. */
  readonly jitterMs: number;
  /** Undefined is unlimited. */
  readonly bandwidthKbps: number | undefined;
}

export const CLEAN: Impairment = { lossShare: 0, burstLength: 1, delayMs: 0, jitterMs: 0, bandwidthKbps: undefined };

/** Longest wait behind a narrow link; what comes then is dropped, as a router's full queue does. */
export const MAX_QUEUE_MS = 500;
/** IPv4 and UDP headers count on a narrow link. */
const OVERHEAD_BYTES = 28;

export type Fate = { readonly kind: 'lost' } | { readonly kind: 'arrives'; readonly atMs: number };

export class ImpairedPath {
  #values: Impairment = CLEAN;
  #bursting = false;
  #linkFreeAtMs = 0;
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  set(values: Impairment): void {
    this.#values = limitImpairment(values);
    if (this.#values.lossShare === 0) this.#bursting = false;
  }

  get isClean(): boolean {
    const { lossShare, delayMs, jitterMs, bandwidthKbps } = this.#values;
    return lossShare === 0 && delayMs === 0 && jitterMs === 0 && bandwidthKbps === undefined;
  }

  /** What happens to a packet of that size handed over now. Packets may overtake one another, as in real jitter. */
  decide(bytes: number, nowMs: number): Fate {
    if (this.#isLost()) return { kind: 'lost' };
    const { delayMs, jitterMs, bandwidthKbps } = this.#values;
    let sentAtMs = nowMs;
    if (bandwidthKbps !== undefined) {
      const startMs = Math.max(nowMs, this.#linkFreeAtMs);
      if (startMs - nowMs > MAX_QUEUE_MS) return { kind: 'lost' };
      sentAtMs = startMs + ((bytes + OVERHEAD_BYTES) * 8) / bandwidthKbps;
      this.#linkFreeAtMs = sentAtMs;
    }
    const variationMs = jitterMs === 0 ? 0 : (this.#next() * 2 - 1) * jitterMs;
    return { kind: 'arrives', atMs: sentAtMs + Math.max(0, delayMs + variationMs) };
  }

  /** Gilbert's two states: in a burst every packet is lost; the chances give share and mean length as asked. */
  #isLost(): boolean {
    const { lossShare, burstLength } = this.#values;
    if (lossShare === 0) return false;
    if (lossShare === 1) return true;
    const leave = 1 / burstLength;
    const enter = Math.min(1, (leave * lossShare) / (1 - lossShare));
    this.#bursting = this.#bursting ? this.#next() >= leave : this.#next() < enter;
    return this.#bursting;
  }
}

/** Bring values from a control panel into the range the model holds for. */
export function limitImpairment(values: Impairment): Impairment {
  const lossShare = clamp(values.lossShare, 0, 1);
  // Independent loss already has runs of this mean length; with it both states' chances become the same.
  const shortest = lossShare < 1 ? 1 / (1 - lossShare) : 1;
  const { bandwidthKbps } = values;
  return {
    lossShare,
    burstLength: clamp(values.burstLength, shortest, 1000),
    delayMs: clamp(values.delayMs, 0, 5000),
    jitterMs: clamp(values.jitterMs, 0, 5000),
    bandwidthKbps: bandwidthKbps === undefined ? undefined : clamp(bandwidthKbps, 1, 1_000_000),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : low;
}

/** mulberry32: small, even, and the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
