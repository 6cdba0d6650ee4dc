// What a virtual call was like for the listener: one row of figures a case, over several seeds.

import { speechRateHz } from '../../../media/codec/index.ts';
import { seededRandom } from '../../enterprise/relay/impairment.ts';
import { scoreSignals } from '../score/score.ts';
import { makeVirtualCall, type VirtualCallOptions } from './virtual-call.ts';

export interface CallFigures {
  /** Mouth to ear without the sound devices: packet time, codec, network, jitter buffer. */
  readonly delayP50Ms: number;
  readonly delayP95Ms: number;
  /** Percent of the time played. */
  readonly concealed: number;
  readonly restoredByFec: number;
  readonly restoredByDred: number;
  readonly stretched: number;
  /** Over all speech, and over the frames that losses touched. */
  readonly distanceDb: number;
  readonly lossDistanceDb: number;
  /** The 10th percentile of windowed correlation. */
  readonly correlationP10: number;
  readonly bitRateKbps: number;
}

const percent = 100;

/**
 * Each seed has a phase of its own between the far end's packets and this phone's sound device. With `leadSeconds` of
 * the call left out of the scores (not of the counts), what is measured is a call that knows its network already.
 */
export function measureCall(speech: Int16Array, options: VirtualCallOptions, leadSeconds = 0): CallFigures {
  const phaseMs = seededRandom(options.seed)() * (options.periodMs ?? 20);
  const call = makeVirtualCall(speech, { phaseMs, ...options });
  const lead = leadSeconds * speechRateHz;
  const score = scoreSignals(speech.subarray(lead), call.heard.subarray(lead), {
    lostAtMs: call.lostAtMs.map((atMs) => atMs - leadSeconds * 1_000).filter((atMs) => atMs > 0),
  });
  const { statistics } = call;
  return {
    delayP50Ms: score.track.delayP50Ms,
    delayP95Ms: score.track.delayP95Ms,
    concealed: call.concealedShare * percent,
    restoredByFec: (statistics.recoveredByFecSamples / statistics.playedSamples) * percent,
    restoredByDred: (statistics.recoveredByDredSamples / statistics.playedSamples) * percent,
    stretched: call.stretchedShare * percent,
    distanceDb: score.distanceDb,
    lossDistanceDb: score.lossDistanceDb,
    correlationP10: score.track.correlationP10,
    bitRateKbps: call.bitRateBps / 1_000,
  };
}

/** Median of each figure by itself. */
export function medianFigures(runs: readonly CallFigures[]): CallFigures {
  const names = Object.keys(runs[0] ?? {}) as (keyof CallFigures)[];
  return Object.fromEntries(
    names.map((name) => [name, median(runs.map((run) => run[name]))]),
  ) as unknown as CallFigures;
}

function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : (sorted[(sorted.length - 1) >> 1] as number);
}
