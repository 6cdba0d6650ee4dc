// RTCP extended reports: loss run by run and in sum, round trips for receivers, and figures of the voice (RFC 3611).

import { err, ok, type Result } from '../../hal/result.ts';
import { readUint16, readUint32, writeUint16, writeUint32 } from './packet.ts';
import { type LossReport, parseLoss, writeLoss } from './xr-loss.ts';
import { parseSummary, type SummaryReport, summaryBytes, writeSummary } from './xr-summary.ts';
import { parseVoice, type VoiceReport, voiceBytes, writeVoice } from './xr-voice.ts';

/** A receiver's clock, so that whoever answers lets it measure a round trip without sending speech (4.4). */
export interface ReferenceTime {
  readonly kind: 'reference-time';
  readonly ntpSeconds: number;
  readonly ntpFraction: number;
}

/** The answer to it (4.5): middle 32 bits of the receiver's time, and how long it was kept, in 65536ths of a second. */
export interface ReferenceAnswer {
  readonly kind: 'reference-answer';
  readonly answers: readonly {
    readonly ssrc: number;
    readonly lastReference: number;
    readonly delaySinceLast: number;
  }[];
}

export type ExtendedBlock = LossReport | ReferenceTime | ReferenceAnswer | SummaryReport | VoiceReport;

export interface ExtendedReport {
  readonly kind: 'extended-report';
  readonly ssrc: number;
  readonly blocks: readonly ExtendedBlock[];
}

const typeLoss = 1;
const typeReferenceTime = 4;
const typeReferenceAnswer = 5;
const typeSummary = 6;
const typeVoice = 7;
const headerBytes = 4;
const answerBytes = 12;
/** Blocks of one report; ours have five. */
const mostBlocks = 16;

/**
 * `part` is one RTCP packet of type 207 in whole words, padding removed. Blocks of another type, and known ones of another
 * length than theirs, are skipped (section 3); a block that runs beyond the packet refuses the whole.
 */
export function parseExtendedReport(part: Uint8Array): Result<ExtendedReport> {
  if (part.length < 8) return err('extended report cut off');
  const blocks: ExtendedBlock[] = [];
  let seen = 0;
  for (let at = 8; at < part.length; seen++) {
    if (seen === mostBlocks) return err('too many report blocks');
    const end = at + headerBytes + 4 * readUint16(part, at + 2);
    if (end > part.length) return err('report block longer than the packet');
    const block = parseBlock(part[at] ?? 0, part[at + 1] ?? 0, part.subarray(at + headerBytes, end));
    if (block) blocks.push(block);
    at = end;
  }
  return ok({ kind: 'extended-report', ssrc: readUint32(part, 4), blocks });
}

function parseBlock(type: number, specific: number, content: Uint8Array): ExtendedBlock | undefined {
  switch (type) {
    case typeLoss:
      return parseLoss(specific, content);
    case typeReferenceTime:
      if (content.length !== 8) return undefined;
      return { kind: 'reference-time', ntpSeconds: readUint32(content, 0), ntpFraction: readUint32(content, 4) };
    case typeReferenceAnswer:
      if (content.length % answerBytes !== 0) return undefined;
      return {
        kind: 'reference-answer',
        answers: Array.from({ length: content.length / answerBytes }, (_, n) => ({
          ssrc: readUint32(content, n * answerBytes),
          lastReference: readUint32(content, n * answerBytes + 4),
          delaySinceLast: readUint32(content, n * answerBytes + 8),
        })),
      };
    case typeSummary:
      return content.length === summaryBytes ? parseSummary(specific, content) : undefined;
    case typeVoice:
      return content.length === voiceBytes ? parseVoice(content) : undefined;
    default:
      return undefined;
  }
}

/** Writes everything behind the first word of the RTCP packet and answers the packet's length in bytes. */
export function writeExtendedReport(out: Uint8Array, report: ExtendedReport): number {
  writeUint32(out, 4, report.ssrc);
  let at = 8;
  for (const block of report.blocks) {
    const content = out.subarray(at + headerBytes);
    const { type, specific = 0, length } = writeBlock(content, block);
    out[at] = type;
    out[at + 1] = specific;
    writeUint16(out, at + 2, length / 4);
    at += headerBytes + length;
  }
  return at;
}

interface WrittenBlock {
  readonly type: number;
  readonly specific?: number;
  readonly length: number;
}

function writeBlock(content: Uint8Array, block: ExtendedBlock): WrittenBlock {
  switch (block.kind) {
    case 'loss':
      return { type: typeLoss, length: writeLoss(content, block) };
    case 'reference-time':
      writeUint32(content, 0, block.ntpSeconds);
      writeUint32(content, 4, block.ntpFraction);
      return { type: typeReferenceTime, length: 8 };
    case 'reference-answer':
      block.answers.forEach((answer, n) => {
        writeUint32(content, n * answerBytes, answer.ssrc);
        writeUint32(content, n * answerBytes + 4, answer.lastReference);
        writeUint32(content, n * answerBytes + 8, answer.delaySinceLast);
      });
      return { type: typeReferenceAnswer, length: block.answers.length * answerBytes };
    case 'summary':
      return { type: typeSummary, specific: writeSummary(content, block), length: summaryBytes };
    case 'voice':
      writeVoice(content, block);
      return { type: typeVoice, length: voiceBytes };
  }
}
