// What may pass from the socket into a call: genuine, well-formed packets of the far end; everything else is counted.

import type { Result } from '../../../hal/result.ts';
import { isRtcp, largestPacketBytes, parseRtp, type RtpPacket } from '../../rtp/packet.ts';
import { parseRtcp, type RtcpPacket } from '../../rtp/rtcp.ts';
import type { PacketRefusal } from '../../session.ts';
import type { SrtpReceiver } from '../../srtp/index.ts';
import { canonicalAddress } from './ip-address.ts';
import { type Source, SourceLatch } from './source-latch.ts';

export interface GateListener {
  /** Answers why where the packet is of no use: it counts as refused. Its payload's memory is used again. */
  onRtp(packet: RtpPacket, arrivalMs: number): PacketRefusal | undefined;
  onRtcp(packets: readonly RtcpPacket[], arrivalMs: number): void;
}

export class PacketGate {
  readonly #listener: GateListener;
  readonly #latch = new SourceLatch();
  #protection: SrtpReceiver | undefined;
  #rtcpPort = 0;
  #open = false;
  refused = 0;
  lastRefusal: PacketRefusal | undefined;

  constructor(listener: GateListener) {
    this.#listener = listener;
  }

  configure(remote: Source, rtcpPort: number, protection: SrtpReceiver | undefined): void {
    this.#latch.signal({ address: canonicalAddress(remote.address), port: remote.port });
    this.#rtcpPort = rtcpPort;
    this.#protection = protection;
    this.#open = true;
  }

  get target(): Source | undefined {
    return this.#latch.target;
  }

  receive(datagram: Uint8Array, source: Source, arrivalMs: number): void {
    // Before the answer nobody can be told from anybody; early packets are no fault of the far end's.
    if (!this.#open) return;
    const refusal = this.#admit(datagram, source, arrivalMs);
    if (!refusal) return;
    this.refused++;
    this.lastRefusal = refusal;
  }

  #admit(datagram: Uint8Array, source: Source, arrivalMs: number): PacketRefusal | undefined {
    if (datagram.length > largestPacketBytes) return 'too-long';
    return isRtcp(datagram)
      ? this.#admitRtcp(datagram, source, arrivalMs)
      : this.#admitRtp(datagram, source, arrivalMs);
  }

  #admitRtp(datagram: Uint8Array, source: Source, arrivalMs: number): PacketRefusal | undefined {
    const clear: Result<Uint8Array> = this.#protection
      ? this.#protection.unprotectRtp(datagram)
      : { ok: true, value: datagram };
    if (!clear.ok) return 'not-authentic';
    const packet = parseRtp(clear.value);
    if (!packet.ok) return 'malformed';
    if (this.#protection) this.#latch.admitAuthentic(source);
    else if (!this.#latch.admitPlain(source, packet.value.ssrc, packet.value.sequence)) return 'stranger';
    return this.#listener.onRtp(packet.value, arrivalMs);
  }

  #admitRtcp(datagram: Uint8Array, source: Source, arrivalMs: number): PacketRefusal | undefined {
    const clear: Result<Uint8Array> = this.#protection
      ? this.#protection.unprotectRtcp(datagram)
      : { ok: true, value: datagram };
    if (!clear.ok) return 'not-authentic';
    if (!this.#protection && !this.#latch.believes(source, this.#rtcpPort)) return 'stranger';
    const packets = parseRtcp(clear.value);
    if (!packets.ok) return 'malformed';
    this.#listener.onRtcp(packets.value, arrivalMs);
    return undefined;
  }
}
