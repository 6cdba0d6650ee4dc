// What became of all packets between two reports, in one block: Statistics Summary (RFC 3611, 4.6).

import { readUint16, readUint32, writeUint16, writeUint32 } from './packet.ts';

export interface SummaryReport {
  readonly kind: 'summary';
  readonly ssrc: number;
  /** First sequence number told of, and the one behind the last. */
  readonly beginSequence: number;
  readonly endSequence: number;
  /** Each is undefined where it was not measured. */
  readonly lost: number | undefined;
  readonly duplicates: number | undefined;
  readonly jitter: SummaryJitter | undefined;
}

/** Differences of transit between packets that followed each other, in ticks of the RTP clock. */
export interface SummaryJitter {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly deviation: number;
}

export const summaryBytes = 36;
/** Flags of the type-specific octet; the hop limit (TTL) that packets arrive with is not ours to see. */
const flags = { lost: 0x80, duplicates: 0x40, jitter: 0x20 };

export function parseSummary(specific: number, content: Uint8Array): SummaryReport {
  return {
    kind: 'summary',
    ssrc: readUint32(content, 0),
    beginSequence: readUint16(content, 4),
    endSequence: readUint16(content, 6),
    lost: specific & flags.lost ? readUint32(content, 8) : undefined,
    duplicates: specific & flags.duplicates ? readUint32(content, 12) : undefined,
    jitter:
      specific & flags.jitter
        ? {
            least: readUint32(content, 16),
            most: readUint32(content, 20),
            mean: readUint32(content, 24),
            deviation: readUint32(content, 28),
          }
        : undefined,
  };
}

/** Answers the type-specific octet; `content` gets `summaryBytes`. */
export function writeSummary(content: Uint8Array, report: SummaryReport): number {
  const { lost, duplicates, jitter } = report;
  writeUint32(content, 0, report.ssrc);
  writeUint16(content, 4, report.beginSequence);
  writeUint16(content, 6, report.endSequence);
  const words = [lost, duplicates, jitter?.least, jitter?.most, jitter?.mean, jitter?.deviation, 0];
  words.forEach((word, n) => {
    writeUint32(content, 8 + 4 * n, Math.min(0xffff_ffff, Math.round(word ?? 0)));
  });
  return (
    (lost === undefined ? 0 : flags.lost) |
    (duplicates === undefined ? 0 : flags.duplicates) |
    (jitter === undefined ? 0 : flags.jitter)
  );
}
