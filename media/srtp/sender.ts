// Protects what one side sends under one key: rollovers and report indices are counted here.

import { err, ok, type Result } from '../../hal/result.ts';
import { mediaAddon } from '../native/addon.ts';
import { type SrtpSealer, sealFaults } from '../native/srtp.ts';
import { largestPacketBytes } from '../rtp/packet.ts';
import type { SrtpKey } from '../session.ts';
import { sessionsOf } from './sessions.ts';

const longestTagBytes = 16;
const rtcpIndexBytes = 4;

/** What is answered lies in the sender's own memory, which the next packet uses again. */
export interface SrtpSender {
  /** For the socket, which seals speech by itself. */
  readonly sealer: SrtpSealer;
  /** Packets must come in sequence order per SSRC; an error once the key is used up. */
  protectRtp(packet: Uint8Array): Result<Uint8Array>;
  protectRtcp(packet: Uint8Array): Result<Uint8Array>;
}

class Sender implements SrtpSender {
  readonly sealer: SrtpSealer;
  readonly #sealed = new Uint8Array(largestPacketBytes + longestTagBytes + rtcpIndexBytes);

  constructor(sealer: SrtpSealer) {
    this.sealer = sealer;
  }

  protectRtp(packet: Uint8Array): Result<Uint8Array> {
    return this.#seal(packet, (buffer, length) => this.sealer.sealRtp(buffer, length));
  }

  protectRtcp(packet: Uint8Array): Result<Uint8Array> {
    return this.#seal(packet, (buffer, length) => this.sealer.sealRtcp(buffer, length));
  }

  #seal(packet: Uint8Array, seal: (buffer: Uint8Array, length: number) => number): Result<Uint8Array> {
    if (packet.length > largestPacketBytes) return err('longer than any Ethernet frame');
    this.#sealed.set(packet);
    const answer = seal(this.#sealed, packet.length);
    return answer < 0 ? err(sealFaults[-answer - 1] ?? 'refused') : ok(this.#sealed.subarray(0, answer));
  }
}

export function openSrtpSender(key: SrtpKey): Result<SrtpSender> {
  const sessions = sessionsOf(key);
  if (!sessions.ok) return sessions;
  const { SrtpSealer: Sealer } = mediaAddon();
  return ok(new Sender(new Sealer(sessions.value.rtp, sessions.value.rtcp)));
}
