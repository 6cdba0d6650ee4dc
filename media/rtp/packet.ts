// RTP data packets: parse without copying, and write a header in front of a payload (RFC 3550, 5.1).

import { err, ok, type Result } from '../../hal/result.ts';

export const rtpHeaderBytes = 12;
/** Longer datagrams are no telephone's: an Ethernet frame carries 1500. */
export const largestPacketBytes = 1_500;

export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  /** 16 bits. */
  readonly sequence: number;
  /** 32 bits, unsigned. */
  readonly timestamp: number;
  readonly ssrc: number;
  readonly contributors: readonly number[];
  readonly extension: { readonly profile: number; readonly data: Uint8Array } | undefined;
  /** A view into the datagram, padding removed. */
  readonly payload: Uint8Array;
}

/** Length of the fixed header, contributors and extension: what SRTP leaves in the clear. */
export function headerLengthOf(packet: Uint8Array): Result<number> {
  if (packet.length < rtpHeaderBytes) return err('shorter than an RTP header');
  const first = packet[0] ?? 0;
  if (first >> 6 !== 2) return err('not RTP version 2');
  let length = rtpHeaderBytes + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (packet.length < length + 4) return err('header extension cut off');
    length += 4 + 4 * readUint16(packet, length + 2);
  }
  return packet.length < length ? err('header cut off') : ok(length);
}

export function parseRtp(packet: Uint8Array): Result<RtpPacket> {
  if (packet.length > largestPacketBytes) return err('longer than any Ethernet frame');
  const header = headerLengthOf(packet);
  if (!header.ok) return header;
  const first = packet[0] ?? 0;
  const second = packet[1] ?? 0;
  let end = packet.length;
  if (first & 0x20) {
    const padding = packet[end - 1] ?? 0;
    if (padding === 0 || padding > end - header.value) return err('padding longer than the packet');
    end -= padding;
  }
  const contributorCount = first & 0x0f;
  const contributors: number[] = [];
  for (let n = 0; n < contributorCount; n++) contributors.push(readUint32(packet, rtpHeaderBytes + 4 * n));
  const extensionAt = rtpHeaderBytes + 4 * contributorCount;
  return ok({
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: readUint16(packet, 2),
    timestamp: readUint32(packet, 4),
    ssrc: readUint32(packet, 8),
    contributors,
    extension:
      first & 0x10
        ? { profile: readUint16(packet, extensionAt), data: packet.subarray(extensionAt + 4, header.value) }
        : undefined,
    payload: packet.subarray(header.value, end),
  });
}

export interface RtpHeader {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
}

/** Writes the twelve octets of a header without contributors; the payload belongs right behind it. */
export function writeRtpHeader(packet: Uint8Array, header: RtpHeader): void {
  packet[0] = 0x80;
  packet[1] = (header.marker ? 0x80 : 0) | (header.payloadType & 0x7f);
  writeUint16(packet, 2, header.sequence);
  writeUint32(packet, 4, header.timestamp);
  writeUint32(packet, 8, header.ssrc);
}

/** RTCP shares the port; its packet types fall where no RTP payload type may (RFC 5761, 4). */
export function isRtcp(packet: Uint8Array): boolean {
  const second = packet[1] ?? 0;
  return second >= 192 && second <= 223;
}

export function readUint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return ((readUint16(bytes, at) << 16) | readUint16(bytes, at + 2)) >>> 0;
}

export function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  writeUint16(bytes, at, value >>> 16);
  writeUint16(bytes, at + 2, value);
}
