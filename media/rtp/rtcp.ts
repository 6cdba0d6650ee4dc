// RTCP compound packets: sender, receiver and extended reports, source description and goodbye (RFC 3550, 6).

import { err, ok, type Result } from '../../hal/result.ts';
import { largestPacketBytes, readUint16, readUint32, writeUint16, writeUint32 } from './packet.ts';
import { type ExtendedReport, parseExtendedReport, writeExtendedReport } from './xr.ts';

export interface ReportBlock {
  readonly ssrc: number;
  /** Share lost since the last report, 0 to 1 in 256ths. */
  readonly lossShare: number;
  /** Signed 24 bits: duplicates can make it negative. */
  readonly lostTotal: number;
  readonly highestSequence: number;
  /** In ticks of the RTP clock. */
  readonly jitterTicks: number;
  /** Middle 32 bits of the NTP time in the last sender report, 0 for none. */
  readonly lastSenderReport: number;
  /** Since then, in 65536ths of a second. */
  readonly delaySinceLast: number;
}

export interface SenderReport {
  readonly kind: 'sender-report';
  readonly ssrc: number;
  readonly ntpSeconds: number;
  readonly ntpFraction: number;
  readonly rtpTimestamp: number;
  readonly packetCount: number;
  readonly octetCount: number;
  readonly blocks: readonly ReportBlock[];
}

export interface ReceiverReport {
  readonly kind: 'receiver-report';
  readonly ssrc: number;
  readonly blocks: readonly ReportBlock[];
}

export interface SourceDescription {
  readonly kind: 'source-description';
  readonly chunks: readonly { readonly ssrc: number; readonly cname: string | undefined }[];
}

export interface Goodbye {
  readonly kind: 'goodbye';
  readonly sources: readonly number[];
}

export type RtcpPacket = SenderReport | ReceiverReport | SourceDescription | Goodbye | ExtendedReport;

const typeSenderReport = 200;
const typeReceiverReport = 201;
const typeSourceDescription = 202;
const typeGoodbye = 203;
const typeExtendedReport = 207;
const itemCname = 1;
const blockBytes = 24;
/** Parts of one compound; a telephone's has two or three. */
const mostParts = 16;

/** Types other than the five are skipped, as RFC 3550 (6.1) asks; anything misshapen refuses the whole. */
export function parseRtcp(compound: Uint8Array): Result<readonly RtcpPacket[]> {
  if (compound.length > largestPacketBytes) return err('longer than any Ethernet frame');
  if (compound.length < 8) return err('shorter than the smallest report');
  const packets: RtcpPacket[] = [];
  let parts = 0;
  for (let at = 0; at < compound.length; parts++) {
    if (parts === mostParts) return err('too many parts');
    if (compound.length - at < 4) return err('part cut off');
    const first = compound[at] ?? 0;
    const type = compound[at + 1] ?? 0;
    if (first >> 6 !== 2) return err('not RTCP version 2');
    const length = 4 * (readUint16(compound, at + 2) + 1);
    if (at + length > compound.length) return err('part longer than the packet');
    // The first part must be a report without padding (A.2): cheap protection against stray datagrams.
    if (at === 0 && ((type !== typeSenderReport && type !== typeReceiverReport) || (first & 0x20) !== 0)) {
      return err('does not start with a report');
    }
    const part = unpad(compound.subarray(at, at + length));
    if (!part.ok) return part;
    const parsed = parsePart(type, first & 0x1f, part.value);
    if (!parsed.ok) return parsed;
    if (parsed.value) packets.push(parsed.value);
    at += length;
  }
  return ok(packets);
}

function unpad(part: Uint8Array): Result<Uint8Array> {
  if (((part[0] ?? 0) & 0x20) === 0) return ok(part);
  const padding = part[part.length - 1] ?? 0;
  if (padding === 0 || padding % 4 !== 0 || padding > part.length - 4) return err('padding longer than the part');
  return ok(part.subarray(0, part.length - padding));
}

function parsePart(type: number, count: number, part: Uint8Array): Result<RtcpPacket | undefined> {
  if (type === typeSenderReport) {
    if (part.length < 28 + count * blockBytes) return err('sender report cut off');
    return ok({
      kind: 'sender-report',
      ssrc: readUint32(part, 4),
      ntpSeconds: readUint32(part, 8),
      ntpFraction: readUint32(part, 12),
      rtpTimestamp: readUint32(part, 16),
      packetCount: readUint32(part, 20),
      octetCount: readUint32(part, 24),
      blocks: parseBlocks(part, 28, count),
    });
  }
  if (type === typeReceiverReport) {
    if (part.length < 8 + count * blockBytes) return err('receiver report cut off');
    return ok({ kind: 'receiver-report', ssrc: readUint32(part, 4), blocks: parseBlocks(part, 8, count) });
  }
  if (type === typeGoodbye) {
    if (part.length < 4 + 4 * count) return err('goodbye cut off');
    return ok({ kind: 'goodbye', sources: Array.from({ length: count }, (_, n) => readUint32(part, 4 + 4 * n)) });
  }
  if (type === typeExtendedReport) return parseExtendedReport(part);
  return type === typeSourceDescription ? parseDescription(part, count) : ok(undefined);
}

function parseBlocks(part: Uint8Array, from: number, count: number): ReportBlock[] {
  return Array.from({ length: count }, (_, n) => {
    const at = from + n * blockBytes;
    return {
      ssrc: readUint32(part, at),
      lossShare: (part[at + 4] ?? 0) / 256,
      lostTotal: (readUint32(part, at + 4) << 8) >> 8,
      highestSequence: readUint32(part, at + 8),
      jitterTicks: readUint32(part, at + 12),
      lastSenderReport: readUint32(part, at + 16),
      delaySinceLast: readUint32(part, at + 20),
    };
  });
}

function parseDescription(part: Uint8Array, count: number): Result<SourceDescription> {
  const chunks: { ssrc: number; cname: string | undefined }[] = [];
  let at = 4;
  for (let chunk = 0; chunk < count; chunk++) {
    if (at + 4 > part.length) return err('source description cut off');
    const ssrc = readUint32(part, at);
    let cname: string | undefined;
    at += 4;
    while (at < part.length && part[at] !== 0) {
      const length = part[at + 1] ?? 0;
      if (at + 2 + length > part.length) return err('description item cut off');
      if (part[at] === itemCname) cname = Buffer.from(part.subarray(at + 2, at + 2 + length)).toString('utf8');
      at += 2 + length;
    }
    // One to four zero octets end a chunk at the next 32-bit boundary.
    at = (at & ~3) + 4;
    chunks.push({ ssrc, cname });
  }
  return ok({ kind: 'source-description', chunks });
}

/** Answers the compound's length; `out` must have room (600 octets are plenty for one source and a short CNAME). */
export function writeRtcp(out: Uint8Array, packets: readonly RtcpPacket[]): number {
  let at = 0;
  for (const packet of packets) at += writePart(out.subarray(at), packet);
  return at;
}

function writePart(out: Uint8Array, packet: RtcpPacket): number {
  switch (packet.kind) {
    case 'sender-report':
      writeUint32(out, 4, packet.ssrc);
      writeUint32(out, 8, packet.ntpSeconds);
      writeUint32(out, 12, packet.ntpFraction);
      writeUint32(out, 16, packet.rtpTimestamp);
      writeUint32(out, 20, packet.packetCount);
      writeUint32(out, 24, packet.octetCount);
      return writeStart(out, typeSenderReport, packet.blocks.length, writeBlocks(out, 28, packet.blocks));
    case 'receiver-report':
      writeUint32(out, 4, packet.ssrc);
      return writeStart(out, typeReceiverReport, packet.blocks.length, writeBlocks(out, 8, packet.blocks));
    case 'goodbye':
      packet.sources.forEach((ssrc, n) => {
        writeUint32(out, 4 + 4 * n, ssrc);
      });
      return writeStart(out, typeGoodbye, packet.sources.length, 4 + 4 * packet.sources.length);
    case 'source-description':
      return writeDescription(out, packet);
    case 'extended-report':
      return writeStart(out, typeExtendedReport, 0, writeExtendedReport(out, packet));
  }
}

function writeStart(out: Uint8Array, type: number, count: number, length: number): number {
  out[0] = 0x80 | count;
  out[1] = type;
  writeUint16(out, 2, length / 4 - 1);
  return length;
}

function writeBlocks(out: Uint8Array, from: number, blocks: readonly ReportBlock[]): number {
  let at = from;
  for (const block of blocks) {
    const lost = Math.max(-0x80_0000, Math.min(0x7f_ffff, block.lostTotal)) & 0xff_ffff;
    const share = Math.max(0, Math.min(255, Math.floor(block.lossShare * 256)));
    writeUint32(out, at, block.ssrc);
    writeUint32(out, at + 4, ((share << 24) | lost) >>> 0);
    writeUint32(out, at + 8, block.highestSequence);
    writeUint32(out, at + 12, block.jitterTicks);
    writeUint32(out, at + 16, block.lastSenderReport);
    writeUint32(out, at + 20, block.delaySinceLast);
    at += blockBytes;
  }
  return at;
}

function writeDescription(out: Uint8Array, packet: SourceDescription): number {
  let at = 4;
  for (const chunk of packet.chunks) {
    const cname = Buffer.from(chunk.cname ?? '', 'utf8').subarray(0, 255);
    writeUint32(out, at, chunk.ssrc);
    at += 4;
    if (chunk.cname !== undefined) {
      out[at] = itemCname;
      out[at + 1] = cname.length;
      out.set(cname, at + 2);
      at += 2 + cname.length;
    }
    const end = (at & ~3) + 4;
    out.fill(0, at, end);
    at = end;
  }
  return writeStart(out, typeSourceDescription, packet.chunks.length, at);
}
