// The figures of a call as its Quality page shows them.

import type { MediaStatistics } from '../../../media/session.ts';
import type { QualityFigures } from '../../phone.ts';

export function qualityFigures(statistics: MediaStatistics): QualityFigures {
  const { captureSpeech } = statistics;
  return {
    mosEstimate: statistics.mosEstimate,
    lossPercent: inPercent(statistics.lossShare),
    lossRunPackets: statistics.bursts?.lossRunPackets,
    jitterMs: statistics.jitterMs,
    roundTripMs: statistics.roundTripMs,
    endToEndMs: statistics.endToEndDelayMs,
    concealedPercent: inPercent(statistics.concealedShare),
    bufferDelayMs: statistics.bufferDelayMs,
    sentLossPercent: inPercent(statistics.remoteLossShare),
    speechDbfs: captureSpeech?.speechDbfs,
    signalToNoiseDb: captureSpeech?.signalToNoiseDb,
    codec: statistics.sendCodec,
    codecBandwidthHz: statistics.codecBandwidthHz,
    bitRateBps: statistics.bitRateBps,
    encrypted: statistics.encrypted,
  };
}

function inPercent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : share * 100;
}
