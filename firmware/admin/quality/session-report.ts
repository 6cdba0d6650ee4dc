// A call's figures as application/vq-rtcpxr (RFC 6035, 4.6): what was not measured is left out, never written as 0.

import type { VoiceReport } from '../../../media/rtp/xr-voice.ts';
import type { MeasuredCall } from '../../calls/index.ts';
import type { CallSummary } from './call-summary.ts';

export const reportEvent = 'vq-rtcpxr';
export const reportType = 'application/vq-rtcpxr';

export interface ReportFacts {
  readonly call: MeasuredCall;
  readonly localId: string;
  readonly kind: 'at-end' | 'interval';
  /** Wall time. */
  readonly startedAtMs: number;
  readonly stoppedAtMs: number;
  readonly summary: CallSummary;
}

/** Payload types and clocks of session descriptions mean nothing to who reads the report; names do. */
const sampleRates: Readonly<Record<string, number>> = { opus: 48_000, G722: 16_000, PCMU: 8_000, PCMA: 8_000 };
/** 0 dBFS of a sine in dBm0. */
const overloadDbm0 = 3.14;

export function printReport(facts: ReportFacts): string {
  const { call, kind, summary } = facts;
  const { dialog, local, remote } = call;
  const { remoteVoice } = summary;
  const lines = [
    kind === 'interval' ? 'VQIntervalReport' : 'VQSessionReport: CallTerm',
    `CallID: ${dialog.callId}`,
    `LocalID: <${facts.localId}>`,
    `RemoteID: <sip:${remote.user}@${remote.host}>`,
    `OrigID: <${call.direction === 'outgoing' ? facts.localId : `sip:${remote.user}@${remote.host}`}>`,
    // The grammar wants groups; this phone knows of none.
    'LocalGroup: phones',
    'RemoteGroup: unknown',
    address('LocalAddr', local.address, local.port, call.localSsrc),
    address('RemoteAddr', call.agreed.remoteAddress, call.agreed.remotePort, call.remoteSsrc),
    'LocalMetrics:',
    `Timestamps: START=${time(facts.startedAtMs)} STOP=${time(facts.stoppedAtMs)}`,
    ...localMetrics(call, summary),
    ...(remoteVoice ? ['RemoteMetrics:', ...remoteMetrics(remoteVoice)] : []),
    `DialogID: ${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`,
  ];
  return `${lines.filter((line) => line !== undefined).join('\r\n')}\r\n`;
}

function localMetrics(call: MeasuredCall, summary: CallSummary): readonly (string | undefined)[] {
  const { codec, packetTimeMs } = call.agreed;
  const { bursts } = summary;
  return [
    line('SessionDesc', [
      ['PT', codec.payloadType],
      ['PD', summary.codec],
      ['SR', sampleRates[summary.codec]],
      ['FD', packetTimeMs],
      ['FPP', 1],
      ['PPS', Math.round(1_000 / packetTimeMs)],
      // 2: enhanced concealment.
      ['PLC', 2],
      ['SSUP', 'off'],
    ]),
    summary.bufferMs === undefined
      ? undefined
      : line('JitterBuffer', [
          ['JBA', 3],
          ['JBN', whole(summary.bufferMs)],
          ['JBM', whole(summary.largestBufferMs)],
        ]),
    line('PacketLoss', [
      ['NLR', tenths(summary.lossPercent)],
      ['JDR', tenths(summary.discardPercent)],
    ]),
    bursts &&
      line('BurstGapLoss', [
        ['BLD', bursts.bursts > 0 ? tenths(bursts.burstDensity * 100) : undefined],
        ['BD', whole(bursts.burstDurationMs)],
        ['GLD', bursts.gapDurationMs === undefined ? undefined : tenths(bursts.gapDensity * 100)],
        ['GD', whole(bursts.gapDurationMs)],
        ['GMIN', 16],
      ]),
    line('Delay', [
      ['RTD', whole(summary.roundTripMs)],
      ['ESD', whole(summary.endSystemMs)],
      ['SOWD', whole(summary.oneWayMs)],
      ['IAJ', whole(summary.jitterMs)],
    ]),
    line('Signal', [
      ['SL', whole(inDbm0(summary.speechDbfs))],
      ['NL', whole(inDbm0(summary.noiseDbfs))],
      ['RERL', whole(summary.echoLossDb)],
    ]),
    quality(summary.listeningRating, summary.conversationalRating, summary.mosListening, summary.mosConversational),
  ];
}

/** The far end's own extended report on what it hears of us. */
function remoteMetrics(voice: VoiceReport): readonly (string | undefined)[] {
  return [
    line('JitterBuffer', [
      ['JBA', 3],
      ['JBN', whole(voice.bufferNominalMs)],
      ['JBM', whole(voice.bufferMaximumMs)],
      ['JBX', whole(voice.bufferAbsoluteMaximumMs)],
    ]),
    line('PacketLoss', [
      ['NLR', tenths(voice.lossShare * 100)],
      ['JDR', tenths(voice.discardShare * 100)],
    ]),
    line('BurstGapLoss', [
      ['BLD', voice.burstDurationMs > 0 ? tenths(voice.burstDensity * 100) : undefined],
      ['BD', voice.burstDurationMs > 0 ? whole(voice.burstDurationMs) : undefined],
      ['GLD', voice.gapDurationMs > 0 ? tenths(voice.gapDensity * 100) : undefined],
      ['GD', voice.gapDurationMs > 0 ? whole(voice.gapDurationMs) : undefined],
      ['GMIN', voice.gmin],
    ]),
    line('Delay', [
      ['RTD', whole(voice.roundTripMs)],
      ['ESD', whole(voice.endSystemDelayMs)],
    ]),
    line('Signal', [
      ['SL', whole(voice.signalLevelDb)],
      ['NL', whole(voice.noiseLevelDb)],
      ['RERL', whole(voice.residualEchoReturnLossDb)],
    ]),
    quality(undefined, voice.rating, voice.mosListening, voice.mosConversational),
  ];
}

/** `QoEEstAlg` names whose estimate it is: no two vendors' may be compared. */
function quality(
  listening: number | undefined,
  conversational: number | undefined,
  mosListening: number | undefined,
  mosConversational: number | undefined,
): string | undefined {
  const written = line('QualityEst', [
    ['RLQ', whole(listening)],
    ['RCQ', whole(conversational)],
    ['MOSLQ', tenths(mosListening)],
    ['MOSCQ', tenths(mosConversational)],
  ]);
  return written && `${written} QoEEstAlg=G.107-provisional`;
}

/** Undefined where there is nothing to write on it. */
function line(name: string, fields: readonly (readonly [string, string | number | undefined])[]): string | undefined {
  const written = fields.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  return written.length === 0 ? undefined : `${name}: ${written.join(' ')}`;
}

function address(name: string, ip: string, port: number, ssrc: number | undefined): string {
  const source = ssrc === undefined ? '' : ` SSRC=${ssrc.toString(16)}`;
  return `${name}: IP=${ip} PORT=${port}${source}`;
}

function time(wallMs: number): string {
  return new Date(wallMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

function whole(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

function tenths(value: number | undefined): string | undefined {
  return value?.toFixed(1);
}

function inDbm0(dbfs: number | undefined): number | undefined {
  return dbfs === undefined ? undefined : dbfs + overloadDbm0;
}
