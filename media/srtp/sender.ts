// Protects what one side sends under one key: rollovers and report indices are counted here.

import { err, ok, type Result } from '../../hal/result.ts';
import { headerLengthOf, largestPacketBytes, readUint16, readUint32 } from '../rtp/packet.ts';
import type { SrtpKey } from '../session.ts';
import {
  highestRollover,
  highestRtcpIndex,
  longestTagBytes,
  mostStreams,
  openTransforms,
  rtcpClearBytes,
  rtcpIndexBytes,
  sequenceSpan,
  type Transforms,
} from './transforms.ts';

/** What is answered lies in the sender's own memory, which the next packet uses again. */
export interface SrtpSender {
  /** Packets must come in sequence order per SSRC; an error once the key is used up. */
  protectRtp(packet: Uint8Array): Result<Uint8Array>;
  protectRtcp(packet: Uint8Array): Result<Uint8Array>;
}

class Sender implements SrtpSender {
  readonly #transforms: Transforms;
  readonly #rollovers = new Map<number, { rollover: number; lastSequence: number }>();
  readonly #sealed = new Uint8Array(largestPacketBytes + longestTagBytes + rtcpIndexBytes);
  #rtcpIndex = 0;

  constructor(transforms: Transforms) {
    this.#transforms = transforms;
  }

  protectRtp(packet: Uint8Array): Result<Uint8Array> {
    const header = headerLengthOf(packet);
    if (!header.ok) return header;
    const sequence = readUint16(packet, 2);
    const ssrc = readUint32(packet, 8);
    let stream = this.#rollovers.get(ssrc);
    if (!stream) {
      if (this.#rollovers.size >= mostStreams) return err('too many streams under one key');
      stream = { rollover: 0, lastSequence: sequence };
      this.#rollovers.set(ssrc, stream);
    }
    if (sequence < stream.lastSequence) stream.rollover++;
    if (stream.rollover > highestRollover) return err('key used up');
    stream.lastSequence = sequence;
    const index = stream.rollover * sequenceSpan + sequence;
    if (!this.#take(packet)) return err('longer than any Ethernet frame');
    return this.#give(this.#transforms.rtp.sealRtp(this.#sealed, packet.length, header.value, ssrc, index));
  }

  protectRtcp(packet: Uint8Array): Result<Uint8Array> {
    if (packet.length < rtcpClearBytes) return err('shorter than an RTCP header');
    if (this.#rtcpIndex > highestRtcpIndex) return err('key used up');
    if (!this.#take(packet)) return err('longer than any Ethernet frame');
    const ssrc = readUint32(packet, 4);
    return this.#give(this.#transforms.rtcp.sealRtcp(this.#sealed, packet.length, ssrc, this.#rtcpIndex++));
  }

  #take(packet: Uint8Array): boolean {
    if (packet.length > largestPacketBytes) return false;
    this.#sealed.set(packet);
    return true;
  }

  #give(length: number): Result<Uint8Array> {
    return length < 0 ? err('does not fit') : ok(this.#sealed.subarray(0, length));
  }
}

export function openSrtpSender(key: SrtpKey): Result<SrtpSender> {
  const transforms = openTransforms(key);
  return transforms.ok ? ok(new Sender(transforms.value)) : transforms;
}
