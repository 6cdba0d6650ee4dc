// The far end's voice as it is received here, as a VoIP Metrics block for the far end (RFC 3611, 4.7).

import type { VoiceReport } from '../rtp/xr-voice.ts';
import type { MediaStatistics } from '../session.ts';
import { gmin } from './burst-gap.ts';
import { echoLossDb } from './device-watch.ts';
import type { ReceptionFigures } from './reception-quality.ts';

/** 0 dBFS of a sine is 3.14 dBm0 (G.711's overload point). */
const overloadDbm0 = 3.14;
/** 20 ms of speech wait for their packet in this phone too. */
const usualPacketMs = 20;

export function voiceReportOf(
  ssrc: number,
  reception: ReceptionFigures,
  statistics: MediaStatistics,
  bufferTargetMs: number,
): VoiceReport {
  const { settled, lost, discarded, burstPackets, gapPackets, burstDensity, gapDensity } = reception;
  const packetMs = reception.packetMs ?? usualPacketMs;
  const inDbm0 = (dbfs: number | undefined): number | undefined =>
    dbfs === undefined ? undefined : dbfs + overloadDbm0;
  return {
    kind: 'voice',
    ssrc,
    lossShare: settled === 0 ? 0 : lost / settled,
    discardShare: settled === 0 ? 0 : discarded / settled,
    burstDensity,
    gapDensity,
    burstDurationMs: (burstPackets ?? 0) * packetMs,
    gapDurationMs: (gapPackets ?? 0) * packetMs,
    roundTripMs: statistics.roundTripMs,
    // 4.7.3: from the network to the ear and from the mouth to the network together.
    endSystemDelayMs:
      statistics.bufferDelayMs === undefined
        ? undefined
        : statistics.bufferDelayMs + packetMs + 2 * (statistics.device?.playoutDelayMs ?? 0),
    signalLevelDb: inDbm0(statistics.playoutSpeech?.speechDbfs),
    noiseLevelDb: inDbm0(statistics.playoutSpeech?.noiseDbfs),
    residualEchoReturnLossDb: echoLossDb(statistics.device?.echo),
    gmin,
    rating: statistics.rating,
    externalRating: undefined,
    mosListening: statistics.mosListening,
    mosConversational: statistics.mosEstimate,
    bufferNominalMs: statistics.bufferDelayMs ?? 0,
    bufferMaximumMs: Math.max(bufferTargetMs, statistics.bufferDelayMs ?? 0),
    bufferAbsoluteMaximumMs: largestBufferMs,
  };
}

/** The jitter buffer holds no more than this, whatever the network does. */
const largestBufferMs = 2_000;
