// One call's seconds, or those of one interval of it, as the figures that a report holds; what was never measured is absent.

import { echoLossDb } from '../../../media/quality/device-watch.ts';
import type { MediaStatistics } from '../../../media/session.ts';

export interface CallSummary {
  readonly seconds: number;
  readonly codec: string;
  readonly lossPercent: number | undefined;
  readonly discardPercent: number | undefined;
  readonly bursts: MediaStatistics['bursts'];
  readonly jitterMs: number | undefined;
  readonly largestJitterMs: number | undefined;
  readonly roundTripMs: number | undefined;
  readonly oneWayMs: number | undefined;
  readonly endSystemMs: number | undefined;
  readonly bufferMs: number | undefined;
  readonly largestBufferMs: number | undefined;
  /** dBFS of their voice and of their room, as heard here. */
  readonly speechDbfs: number | undefined;
  readonly noiseDbfs: number | undefined;
  readonly echoLossDb: number | undefined;
  readonly listeningRating: number | undefined;
  readonly conversationalRating: number | undefined;
  readonly mosListening: number | undefined;
  readonly mosConversational: number | undefined;
  readonly remoteVoice: MediaStatistics['remoteVoice'];
}

interface Totals {
  readonly lost: number;
  readonly late: number;
  readonly received: number;
}

const nothing: Totals = { lost: 0, late: 0, received: 0 };

export class SummaryMaker {
  #before = nothing;
  #last: MediaStatistics | undefined;
  /** Sums, not seconds: a call may last for days. */
  readonly #means = new Map<string, { sum: number; count: number; most: number }>();

  add(statistics: MediaStatistics): void {
    this.#last = statistics;
    const { device, playoutSpeech } = statistics;
    for (const [name, value] of [
      ['second', 1],
      ['jitter', statistics.jitterMs],
      ['roundTrip', statistics.roundTripMs],
      ['oneWay', statistics.oneWayDelayMs],
      ['buffer', statistics.bufferDelayMs],
      ['endSystem', endSystemMs(statistics)],
      ['speech', playoutSpeech?.speechDbfs],
      ['noise', playoutSpeech?.noiseDbfs],
      ['echo', echoLossDb(device?.echo)],
      ['listeningRating', statistics.listeningRating],
      ['rating', statistics.rating],
      ['mosListening', statistics.mosListening],
      ['mos', statistics.mosEstimate],
    ] as const) {
      if (value === undefined) continue;
      const mean = this.#means.get(name) ?? { sum: 0, count: 0, most: Number.NEGATIVE_INFINITY };
      this.#means.set(name, { sum: mean.sum + value, count: mean.count + 1, most: Math.max(mean.most, value) });
    }
  }

  /** Since the last one; undefined where not a second was measured. */
  take(): CallSummary | undefined {
    const last = this.#last;
    if (!last) return undefined;
    const now: Totals = { lost: last.packetsLost, late: last.packetsLate, received: last.packetsReceived };
    const lost = now.lost - this.#before.lost;
    const late = now.late - this.#before.late;
    const due = now.received - this.#before.received + lost;
    const summary: CallSummary = {
      seconds: this.#means.get('second')?.count ?? 0,
      codec: last.receiveCodec ?? last.sendCodec,
      lossPercent: due > 0 ? (100 * lost) / due : undefined,
      discardPercent: due > 0 ? (100 * late) / due : undefined,
      bursts: last.bursts,
      jitterMs: this.#mean('jitter'),
      largestJitterMs: this.#means.get('jitter')?.most,
      roundTripMs: this.#mean('roundTrip'),
      oneWayMs: this.#mean('oneWay'),
      endSystemMs: this.#mean('endSystem'),
      bufferMs: this.#mean('buffer'),
      largestBufferMs: this.#means.get('buffer')?.most,
      speechDbfs: this.#mean('speech'),
      noiseDbfs: this.#mean('noise'),
      echoLossDb: this.#mean('echo'),
      listeningRating: this.#mean('listeningRating'),
      conversationalRating: this.#mean('rating'),
      mosListening: this.#mean('mosListening'),
      mosConversational: this.#mean('mos'),
      remoteVoice: last.remoteVoice,
    };
    this.#before = now;
    this.#last = undefined;
    this.#means.clear();
    return summary;
  }

  #mean(name: string): number | undefined {
    const mean = this.#means.get(name);
    return mean && mean.sum / mean.count;
  }
}

/** From the network to the ear, and a packet's time on the way out (RFC 6035, ESD). */
function endSystemMs({ bufferDelayMs, device }: MediaStatistics): number | undefined {
  return bufferDelayMs === undefined ? undefined : bufferDelayMs + (device?.playoutDelayMs ?? 0);
}
