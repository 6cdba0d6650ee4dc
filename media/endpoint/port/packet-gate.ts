// What may pass from the socket into a call: genuine, well-formed packets of the far end; everything else is counted.

import { parseRtcp, type RtcpPacket } from '../../rtp/rtcp.ts';
import type { PacketRefusal } from '../../session.ts';
import type { SrtpReceiver } from '../../srtp/index.ts';
import { Arrival, type ArrivedRtp } from './arrival.ts';
import { canonicalAddress } from './ip-address.ts';
import { type Source, SourceLatch } from './source-latch.ts';

export interface GateListener {
  /** Answers why where the packet is of no use: it counts as refused. `packet` is used again for the next one. */
  onRtp(packet: ArrivedRtp, arrivalMs: number): PacketRefusal | undefined;
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

  /** A datagram that comes from no socket of ours. */
  receive(datagram: Uint8Array, source: Source, arrivalMs: number): void {
    const arrival = new Arrival();
    arrival.examine(datagram, this.#protection?.openers());
    this.take(arrival, source, arrivalMs);
  }

  /** What a socket has received, and opened with the keys that this gate was given. */
  take(arrival: Arrival, source: Source, arrivalMs: number): void {
    // Before the answer nobody can be told from anybody; early packets are no fault of the far end's.
    if (!this.#open) return;
    const refusal = this.#admit(arrival, source, arrivalMs);
    if (!refusal) return;
    this.refused++;
    this.lastRefusal = refusal;
  }

  #admit(arrival: Arrival, source: Source, arrivalMs: number): PacketRefusal | undefined {
    switch (arrival.verdict) {
      case 'speech':
        return this.#admitRtp(arrival, source, arrivalMs);
      case 'report':
        return this.#admitRtcp(arrival, source, arrivalMs);
      default:
        return arrival.verdict;
    }
  }

  #admitRtp(arrival: Arrival, source: Source, arrivalMs: number): PacketRefusal | undefined {
    if (this.#protection) this.#latch.admitAuthentic(source);
    else if (!this.#latch.admitPlain(source, arrival.ssrc, arrival.sequence)) return 'stranger';
    return this.#listener.onRtp(arrival, arrivalMs);
  }

  #admitRtcp(arrival: Arrival, source: Source, arrivalMs: number): PacketRefusal | undefined {
    if (!this.#protection && !this.#latch.believes(source, this.#rtcpPort)) return 'stranger';
    const packets = parseRtcp(arrival.report);
    if (!packets.ok) return 'malformed';
    this.#listener.onRtcp(packets.value, arrivalMs);
    return undefined;
  }
}
