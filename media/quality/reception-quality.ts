// How one source's packets come: loss, discards, bursts, and the trace of them for extended reports.

import { mostReported } from '../rtp/xr-loss.ts';
import { type BurstFigures, BurstGap } from './burst-gap.ts';
import { PacketFates } from './packet-fates.ts';

export interface ReceptionFigures extends BurstFigures {
  /** Packets whose fate is settled: about half a second behind the newest. */
  readonly settled: number;
  readonly lost: number;
  readonly discarded: number;
  /** Time in one packet of this source; undefined until two in a row have come. */
  readonly packetMs: number | undefined;
}

/** Packets in order from `beginSequence`: true for one that came (RFC 3611 4.1 counts discarded ones as received). */
export interface LossTrace {
  readonly beginSequence: number;
  readonly received: readonly boolean[];
}

const longestPacketMs = 120;
/** Packets that may still come when a report cannot wait. */
const openEarlyPackets = 3;

export class ReceptionQuality {
  readonly #clockRateHz: number;
  readonly #fates = new PacketFates((fate, sequence) => this.#settle(fate, sequence));
  readonly #bursts = new BurstGap();
  #trace: { beginSequence: number; received: boolean[] } = { beginSequence: 0, received: [] };
  #settled = 0;
  #lost = 0;
  #discarded = 0;
  #packetMs: number | undefined;
  #last: { readonly sequence: number; readonly timestamp: number } | undefined;

  constructor(clockRateHz: number) {
    this.#clockRateHz = clockRateHz;
  }

  /** `timestamp` undefined for packets that hold no speech (telephone events); `discarded`: too late to be played. */
  receive(sequence: number, timestamp: number | undefined, discarded: boolean): void {
    this.#fates.observe(sequence, discarded);
    const before = this.#last;
    this.#last = timestamp === undefined ? undefined : { sequence, timestamp };
    if (!before || timestamp === undefined || ((before.sequence + 1) & 0xffff) !== sequence) return;
    const packetMs = (((timestamp - before.timestamp) >>> 0) * 1_000) / this.#clockRateHz;
    // Longer steps are pauses in which nothing was sent.
    if (packetMs > 0 && packetMs <= longestPacketMs) this.#packetMs = packetMs;
  }

  #settle(fate: 'received' | 'discarded' | 'lost', sequence: number): void {
    this.#settled++;
    if (fate === 'lost') this.#lost++;
    if (fate === 'discarded') this.#discarded++;
    this.#bursts.observe(fate !== 'received');
    if (this.#trace.received.length === 0) this.#trace.beginSequence = sequence;
    // A trace that nobody takes keeps its beginning, so that it stays one piece.
    if (this.#trace.received.length < mostReported) this.#trace.received.push(fate !== 'lost');
  }

  figures(): ReceptionFigures {
    return {
      ...this.#bursts.figures(),
      settled: this.#settled,
      lost: this.#lost,
      discarded: this.#discarded,
      packetMs: this.#packetMs,
    };
  }

  /** What was settled since this was last asked; undefined where nothing was. An early report tells of the last moment. */
  takeTrace(isEarly = false): LossTrace | undefined {
    if (isEarly) this.#fates.settleEarly(openEarlyPackets);
    if (this.#trace.received.length === 0) return undefined;
    const trace = this.#trace;
    this.#trace = { beginSequence: 0, received: [] };
    return trace;
  }

  finish(): void {
    this.#fates.finish();
  }
}
