// What may pass from the socket into a call: genuine, well-formed packets of the far end; everything else is counted.

import type { Result } from '../../hal/result.ts';
import { isRtcp, largestPacketBytes, parseRtp, type RtpPacket } from '../rtp/packet.ts';
import { parseRtcp, type RtcpPacket } from '../rtp/rtcp.ts';
import type { SrtpReceiver } from '../srtp/index.ts';
import { type Source, SourceLatch } from './source-latch.ts';

export interface GateListener {
  /** False where the packet is of no use (unknown payload type): it counts as refused. */
  onRtp(packet: RtpPacket): boolean;
  onRtcp(packets: readonly RtcpPacket[]): void;
}

export class PacketGate {
  readonly #listener: GateListener;
  readonly #latch = new SourceLatch();
  #protection: SrtpReceiver | undefined;
  #rtcpPort = 0;
  #open = false;
  refused = 0;

  constructor(listener: GateListener) {
    this.#listener = listener;
  }

  configure(remote: Source, rtcpPort: number, protection: SrtpReceiver | undefined): void {
    this.#latch.signal(remote);
    this.#rtcpPort = rtcpPort;
    this.#protection = protection;
    this.#open = true;
  }

  get target(): Source | undefined {
    return this.#latch.target;
  }

  receive(datagram: Uint8Array, source: Source): void {
    // Before the answer nobody can be told from anybody; early packets are no fault of the far end's.
    if (!this.#open) return;
    const accepted =
      datagram.length <= largestPacketBytes &&
      (isRtcp(datagram) ? this.#receiveRtcp(datagram, source) : this.#receiveRtp(datagram, source));
    if (!accepted) this.refused++;
  }

  #receiveRtp(datagram: Uint8Array, source: Source): boolean {
    const clear: Result<Uint8Array> = this.#protection
      ? this.#protection.unprotectRtp(datagram)
      : { ok: true, value: datagram };
    if (!clear.ok) return false;
    const packet = parseRtp(clear.value);
    if (!packet.ok) return false;
    if (this.#protection) this.#latch.admitAuthentic(source);
    else if (!this.#latch.admitPlain(source, packet.value.ssrc, packet.value.sequence)) return false;
    return this.#listener.onRtp(packet.value);
  }

  #receiveRtcp(datagram: Uint8Array, source: Source): boolean {
    const clear: Result<Uint8Array> = this.#protection
      ? this.#protection.unprotectRtcp(datagram)
      : { ok: true, value: datagram };
    if (!clear.ok) return false;
    if (!this.#protection && !this.#latch.believes(source, this.#rtcpPort)) return false;
    const packets = parseRtcp(clear.value);
    if (!packets.ok) return false;
    this.#listener.onRtcp(packets.value);
    return true;
  }
}
