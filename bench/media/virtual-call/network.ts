// A bad network in numbers, for virtual time: when each packet arrives, how often, or never. Seeded and repeatable.

import { seededRandom } from '../../enterprise/relay/impairment.ts';

/** Nothing arrives while a gap lasts; what was sent then comes at its end (`held`) or never. */
export interface Gap {
  readonly fromMs: number;
  readonly lengthMs: number;
  readonly kind: 'held' | 'lost';
}

export interface NetworkConditions {
  /** One way, before jitter. */
  readonly delayMs: number;
  /** 0 to 1. */
  readonly lossShare: number;
  /** Mean packets lost in a row (Gilbert); undefined is independent loss. */
  readonly burstPackets?: number;
  /** Added to each packet independently, so that packets overtake one another. */
  readonly jitter?: { readonly kind: 'exponential' | 'uniform'; readonly meanMs: number };
  /** This share of packets takes so much longer. */
  readonly reordering?: { readonly share: number; readonly byMs: number };
  readonly duplicateShare?: number;
  readonly gaps?: readonly Gap[];
  /** How much faster the sender's clock runs than the receiver's, in parts per million. */
  readonly skewPpm?: number;
  /** A recorded network, one entry a packet and repeated: delay in ms, or undefined for lost. Replaces the above. */
  readonly trace?: readonly (number | undefined)[];
}

const none: readonly number[] = [];
/** A copy made by the network follows closely. */
const duplicateAfterMs = 3;

export class VirtualNetwork {
  readonly #conditions: NetworkConditions;
  readonly #random: () => number;
  #bursting = false;
  #carried = 0;

  constructor(conditions: NetworkConditions, seed: number) {
    this.#conditions = conditions;
    this.#random = seededRandom(seed);
  }

  /** Arrival times of the packet sent at `sentMs`: none where it is lost, two where the network copies it. */
  carry(sentMs: number): readonly number[] {
    const { trace, delayMs, gaps = [], duplicateShare = 0 } = this.#conditions;
    if (trace && trace.length > 0) {
      const traced = trace[this.#carried++ % trace.length];
      return traced === undefined ? none : [sentMs + traced];
    }
    // Every chance is drawn for every packet, so that one condition more does not reshuffle the others.
    const isLost = this.#isLost();
    let arrivesMs = sentMs + delayMs + this.#jitterMs() + this.#reorderingMs();
    const isCopied = this.#random() < duplicateShare;
    if (isLost) return none;
    for (const gap of gaps) {
      if (arrivesMs < gap.fromMs || arrivesMs >= gap.fromMs + gap.lengthMs) continue;
      if (gap.kind === 'lost') return none;
      arrivesMs = gap.fromMs + gap.lengthMs;
    }
    return isCopied ? [arrivesMs, arrivesMs + duplicateAfterMs] : [arrivesMs];
  }

  /** Gilbert's two states: in a burst every packet is lost; the chances give share and mean length as asked. */
  #isLost(): boolean {
    const { lossShare, burstPackets } = this.#conditions;
    const chance = this.#random();
    if (burstPackets === undefined) return chance < lossShare;
    const leave = 1 / burstPackets;
    const enter = lossShare < 1 ? (leave * lossShare) / (1 - lossShare) : 1;
    this.#bursting = this.#bursting ? chance >= leave : chance < enter;
    return this.#bursting;
  }

  #jitterMs(): number {
    const { jitter } = this.#conditions;
    const chance = this.#random();
    if (!jitter) return 0;
    return jitter.kind === 'uniform' ? 2 * jitter.meanMs * chance : -Math.log(1 - chance) * jitter.meanMs;
  }

  #reorderingMs(): number {
    const { reordering } = this.#conditions;
    const chance = this.#random();
    return reordering && chance < reordering.share ? reordering.byMs : 0;
  }
}
