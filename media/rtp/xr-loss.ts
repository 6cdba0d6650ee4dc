// Which packets came, as runs of lost and received ones: the Loss RLE block (RFC 3611, 4.1).

import { readUint16, readUint32, writeUint16, writeUint32 } from './packet.ts';

export interface LossReport {
  readonly kind: 'loss';
  readonly ssrc: number;
  /** Sequence number of the first packet told of. */
  readonly beginSequence: number;
  /** In order from there: true for a packet that came. At most `mostReported`. */
  readonly received: readonly boolean[];
}

/** 20 s of 20 ms packets: more than lies between two reports. */
export const mostReported = 1_000;
const longestRun = 0x3fff;
const vectorBits = 15;
const fixedBytes = 8;

/** Undefined for a thinned trace (which cannot tell how long a loss lasted), or one longer than anybody needs. */
export function parseLoss(specific: number, content: Uint8Array): LossReport | undefined {
  if (content.length < fixedBytes || (specific & 0x0f) !== 0) return undefined;
  const beginSequence = readUint16(content, 4);
  const count = (readUint16(content, 6) - beginSequence) & 0xffff;
  if (count > mostReported) return undefined;
  const received: boolean[] = [];
  for (let at = fixedBytes; at + 2 <= content.length && received.length < count; at += 2) {
    const chunk = readUint16(content, at);
    // A null chunk only fills up to 32 bits.
    if (chunk === 0) break;
    if (chunk & 0x8000) {
      for (let bit = vectorBits - 1; bit >= 0 && received.length < count; bit--) {
        received.push((chunk & (1 << bit)) !== 0);
      }
    } else {
      const end = Math.min(count, received.length + (chunk & longestRun));
      while (received.length < end) received.push((chunk & 0x4000) !== 0);
    }
  }
  // What the chunks do not tell of was not there to be told.
  return { kind: 'loss', ssrc: readUint32(content, 0), beginSequence, received };
}

/** Answers the bytes written; at most 144 for `mostReported` packets. */
export function writeLoss(content: Uint8Array, report: LossReport): number {
  const { received } = report;
  writeUint32(content, 0, report.ssrc);
  writeUint16(content, 4, report.beginSequence);
  writeUint16(content, 6, (report.beginSequence + received.length) & 0xffff);
  let at = fixedBytes;
  for (let told = 0; told < received.length; at += 2) {
    const run = runFrom(received, told);
    if (run > vectorBits) {
      writeUint16(content, at, (received[told] ? 0x4000 : 0) | run);
      told += run;
    } else {
      writeUint16(content, at, 0x8000 | vectorFrom(received, told));
      told += vectorBits;
    }
  }
  if (at % 4 !== 0) {
    writeUint16(content, at, 0);
    at += 2;
  }
  return at;
}

function runFrom(received: readonly boolean[], from: number): number {
  let end = from + 1;
  while (end < received.length && received[end] === received[from] && end - from < longestRun) end++;
  return end - from;
}

function vectorFrom(received: readonly boolean[], from: number): number {
  let bits = 0;
  for (let bit = 0; bit < vectorBits; bit++) if (received[from + bit]) bits |= 1 << (vectorBits - 1 - bit);
  return bits;
}

export interface LossRuns {
  readonly lost: number;
  /** How often losses began: `lost / runs` is the mean length of a loss. */
  readonly runs: number;
}

export function countLossRuns(received: readonly boolean[]): LossRuns {
  let lost = 0;
  let runs = 0;
  received.forEach((came, n) => {
    if (came) return;
    lost++;
    if (n === 0 || received[n - 1]) runs++;
  });
  return { lost, runs };
}
