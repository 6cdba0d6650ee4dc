// Bursts of loss and the gaps between them (RFC 3611, 4.7.2), from packets in order.

/** A loss with fewer good packets than this beside it belongs to a burst; the RFC recommends 16. */
export const gmin = 16;

/** Shares are of packets lost or discarded, 0 to 1; lengths in packets, means. Absent where there was none of the kind. */
export interface BurstFigures {
  readonly bursts: number;
  readonly burstDensity: number;
  readonly gapDensity: number;
  readonly burstPackets: number | undefined;
  readonly gapPackets: number | undefined;
  /** Mean number of packets missing in a row, bursts and single losses alike. */
  readonly lossRunPackets: number | undefined;
}

export class BurstGap {
  /** The losses that may yet prove to be one burst: from the first of them on, up to the last. */
  #clusterPackets = 0;
  #clusterLost = 0;
  #goodSinceLoss = 0;
  #anyLoss = false;
  #bursts = 0;
  #burstPackets = 0;
  #burstLost = 0;
  #gapPackets = 0;
  #gapLost = 0;
  #runs = 0;
  #lost = 0;

  observe(missing: boolean): void {
    if (missing) this.#observeLoss();
    else this.#observeGood();
  }

  #observeLoss(): void {
    this.#lost++;
    if (this.#goodSinceLoss > 0 || !this.#anyLoss) this.#runs++;
    this.#anyLoss = true;
    if (this.#clusterLost > 0) {
      this.#clusterPackets += this.#goodSinceLoss + 1;
    } else {
      this.#gapPackets += this.#goodSinceLoss;
      this.#clusterPackets = 1;
    }
    this.#clusterLost++;
    this.#goodSinceLoss = 0;
  }

  #observeGood(): void {
    this.#goodSinceLoss++;
    if (this.#clusterLost > 0 && this.#goodSinceLoss >= gmin) this.#closeCluster();
  }

  /** One loss alone is part of the gap around it. */
  #closeCluster(): void {
    if (this.#clusterLost === 1) {
      this.#gapPackets++;
      this.#gapLost++;
    } else {
      this.#bursts++;
      this.#burstPackets += this.#clusterPackets;
      this.#burstLost += this.#clusterLost;
    }
    this.#clusterLost = 0;
    this.#clusterPackets = 0;
  }

  figures(): BurstFigures {
    // What is still open counts as it stands now.
    const openBurst = this.#clusterLost > 1;
    const bursts = this.#bursts + (openBurst ? 1 : 0);
    const burstPackets = this.#burstPackets + (openBurst ? this.#clusterPackets : 0);
    const burstLost = this.#burstLost + (openBurst ? this.#clusterLost : 0);
    const single = this.#clusterLost === 1 ? 1 : 0;
    const gapPackets = this.#gapPackets + this.#goodSinceLoss + single;
    const gapLost = this.#gapLost + single;
    return {
      bursts,
      burstDensity: burstPackets === 0 ? 0 : burstLost / burstPackets,
      gapDensity: gapPackets === 0 ? 0 : gapLost / gapPackets,
      burstPackets: bursts === 0 ? undefined : burstPackets / bursts,
      // As many gaps as bursts, and the one before the first (the RFC's own counters leave that open).
      gapPackets: gapPackets === 0 ? undefined : gapPackets / (bursts + 1),
      lossRunPackets: this.#runs === 0 ? undefined : this.#lost / this.#runs,
    };
  }
}
