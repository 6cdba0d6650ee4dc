// How the voice is received, in one block: VoIP Metrics (RFC 3611, 4.7).

import { readUint16, readUint32, writeUint16, writeUint32 } from './packet.ts';

/** Everything but loss and bursts may be unknown to who reports: then it is undefined here and 127 on the wire. */
export interface VoiceReport {
  readonly kind: 'voice';
  readonly ssrc: number;
  /** Shares since reception began, 0 to 1 in 256ths. */
  readonly lossShare: number;
  readonly discardShare: number;
  /** Shares lost or discarded within bursts and within gaps. */
  readonly burstDensity: number;
  readonly gapDensity: number;
  /** Mean lengths in ms, at most 65535. */
  readonly burstDurationMs: number;
  readonly gapDurationMs: number;
  /** 0 stands for unknown on the wire (4.7.3 knows no other way). */
  readonly roundTripMs: number | undefined;
  readonly endSystemDelayMs: number | undefined;
  /** dBm0 by the RFC; here, as on all phones, taken as dBFS plus 3.14 (G.711's overload point). */
  readonly signalLevelDb: number | undefined;
  readonly noiseLevelDb: number | undefined;
  readonly residualEchoReturnLossDb: number | undefined;
  readonly gmin: number;
  /** 0 to 100. */
  readonly rating: number | undefined;
  readonly externalRating: number | undefined;
  /** 1 to 5, in tenths. */
  readonly mosListening: number | undefined;
  readonly mosConversational: number | undefined;
  readonly bufferNominalMs: number;
  readonly bufferMaximumMs: number;
  readonly bufferAbsoluteMaximumMs: number;
}

export const voiceBytes = 32;
const unknown = 127;
/** Enhanced concealment (2) and an adaptive jitter buffer (3) whose rate is not told (0) (4.7.6). */
const receiverConfiguration = (2 << 6) | (3 << 4);

export function parseVoice(content: Uint8Array): VoiceReport {
  const byte = (at: number): number => content[at] ?? 0;
  const known = (at: number): number | undefined => (byte(at) === unknown ? undefined : byte(at));
  const signed = (at: number): number | undefined => (byte(at) === unknown ? undefined : (byte(at) << 24) >> 24);
  const tenths = (at: number): number | undefined => {
    const value = known(at);
    return value === undefined || value < 10 || value > 50 ? undefined : value / 10;
  };
  return {
    kind: 'voice',
    ssrc: readUint32(content, 0),
    lossShare: byte(4) / 256,
    discardShare: byte(5) / 256,
    burstDensity: byte(6) / 256,
    gapDensity: byte(7) / 256,
    burstDurationMs: readUint16(content, 8),
    gapDurationMs: readUint16(content, 10),
    roundTripMs: readUint16(content, 12) || undefined,
    endSystemDelayMs: readUint16(content, 14) || undefined,
    signalLevelDb: signed(16),
    noiseLevelDb: signed(17),
    residualEchoReturnLossDb: known(18),
    gmin: byte(19),
    rating: upTo(100, known(20)),
    externalRating: upTo(100, known(21)),
    mosListening: tenths(22),
    mosConversational: tenths(23),
    bufferNominalMs: readUint16(content, 26),
    bufferMaximumMs: readUint16(content, 28),
    bufferAbsoluteMaximumMs: readUint16(content, 30),
  };
}

/** A value beyond the scale says nothing. */
function upTo(most: number, value: number | undefined): number | undefined {
  return value !== undefined && value <= most ? value : undefined;
}

export function writeVoice(out: Uint8Array, report: VoiceReport): void {
  const share = (value: number): number => Math.max(0, Math.min(255, Math.floor(value * 256)));
  const whole = (value: number | undefined): number => Math.max(0, Math.min(0xffff, Math.round(value ?? 0)));
  const level = (value: number | undefined, least: number, most: number): number =>
    value === undefined ? unknown : Math.max(least, Math.min(most, Math.round(value))) & 0xff;
  writeUint32(out, 0, report.ssrc);
  out[4] = share(report.lossShare);
  out[5] = share(report.discardShare);
  out[6] = share(report.burstDensity);
  out[7] = share(report.gapDensity);
  writeUint16(out, 8, whole(report.burstDurationMs));
  writeUint16(out, 10, whole(report.gapDurationMs));
  writeUint16(out, 12, whole(report.roundTripMs));
  writeUint16(out, 14, whole(report.endSystemDelayMs));
  out[16] = level(report.signalLevelDb, -127, 30);
  out[17] = level(report.noiseLevelDb, -127, 30);
  out[18] = level(report.residualEchoReturnLossDb, 0, 126);
  out[19] = report.gmin;
  out[20] = level(report.rating, 0, 100);
  out[21] = level(report.externalRating, 0, 100);
  out[22] = level(report.mosListening === undefined ? undefined : report.mosListening * 10, 10, 50);
  out[23] = level(report.mosConversational === undefined ? undefined : report.mosConversational * 10, 10, 50);
  out[24] = receiverConfiguration;
  out[25] = 0;
  writeUint16(out, 26, whole(report.bufferNominalMs));
  writeUint16(out, 28, whole(report.bufferMaximumMs));
  writeUint16(out, 30, whole(report.bufferAbsoluteMaximumMs));
}
