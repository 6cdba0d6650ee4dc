// The UDP socket of one call: an even port where one can be had, asked once a period, and sending that cannot throw.

import { err, ok, type Result } from '../../../hal/result.ts';
import { mediaAddon } from '../../native/addon.ts';
import { notSealed, place, slotBytes, slotNumbers, type UdpSocket } from '../../native/socket.ts';
import type { SrtpSealer } from '../../native/srtp.ts';
import type { Openers } from '../../srtp/index.ts';
import { Arrival } from './arrival.ts';
import { octetsOf, textOf } from './ip-address.ts';
import type { Source } from './source-latch.ts';

/** RFC 3550, 11 asks for even RTP ports; some old peers insist. */
const bindAttempts = 6;
const slots = 32;
/** What 20,000 packets a second bring in a period: a poll ends however fast they come; what is left waits for the next. */
const mostBatches = 13;

/** One for all sockets of a thread: what a poll brings is looked at before the next. */
let room: { readonly data: Uint8Array; readonly info: Float64Array; readonly arrival: Arrival } | undefined;

/** `ageMs` is how long ago the kernel took it from the network. The arrival is used again for the next datagram. */
export type DatagramListener = (arrival: Arrival, source: Source, ageMs: number) => void;

export class MediaSocket {
  readonly #socket: UdpSocket;
  readonly #addressBytes: number;
  readonly port: number;
  readonly address: string;
  #isOpen = true;
  /** Whom the last datagram came from: nearly always whom the next one comes from. */
  #heard: Source | undefined;
  #aimedAt: Source | undefined;
  #openers: Openers | undefined;
  #target: { readonly text: string; readonly octets: Uint8Array } | undefined;
  /** Packets the system would not take or give. */
  failures = 0;

  constructor(socket: UdpSocket, address: string, addressBytes: number) {
    this.#socket = socket;
    this.#addressBytes = addressBytes;
    this.port = socket.port();
    this.address = address;
  }

  /** Answers how many datagrams came, and whether that was all that waited. */
  poll(listener: DatagramListener): { readonly count: number; readonly emptied: boolean } {
    let count = 0;
    for (let batch = 0; batch < mostBatches; batch++) {
      const taken = this.#isOpen ? this.#takeBatch(listener) : 0;
      count += taken;
      if (taken < slots) return { count, emptied: true };
    }
    return { count, emptied: false };
  }

  #takeBatch(listener: DatagramListener): number {
    room ??= {
      data: new Uint8Array(slots * slotBytes),
      info: new Float64Array(slots * slotNumbers),
      arrival: new Arrival(),
    };
    const { data, info, arrival } = room;
    const count = this.#socket.receive(data, info);
    if (count < 0) this.failures++;
    for (let slot = 0; slot < count; slot++) {
      const numbers = slot * slotNumbers;
      if (info[numbers + place.isSameSource] !== 1) this.#heard = undefined;
      this.#heard ??= this.#sourceOf(data, slot * slotBytes, info[numbers + place.port] as number);
      arrival.load(data, info, numbers, slot);
      listener(arrival, this.#heard, info[numbers + place.ageMs] as number);
    }
    return Math.max(0, count);
  }

  #sourceOf(data: Uint8Array, begin: number, port: number): Source {
    return { address: textOf(data.slice(begin, begin + this.#addressBytes)), port };
  }

  /** What comes has to be sealed with one of these; undefined: nothing is opened. */
  openWith(openers: Openers | undefined): void {
    if (openers === this.#openers || !this.#isOpen) return;
    this.#openers = openers;
    this.#socket.openWith(openers?.current, openers?.former);
  }

  /** What `sendRtp` sends is sealed with it. */
  sealWith(sealer: SrtpSealer | undefined): void {
    if (this.#isOpen) this.#socket.sealWith(sealer);
  }

  /** The first `length` octets of `packet`, sealed where there is a sealer; false where that failed. */
  sendRtp(packet: Uint8Array, length: number, target: Source): boolean {
    if (!this.#isOpen) return true;
    if (target !== this.#aimedAt) {
      const octets = this.#octetsOf(target.address);
      if (!octets) return true;
      this.#socket.aim(octets, target.port);
      this.#aimedAt = target;
    }
    const answer = this.#socket.sendRtp(packet, length);
    if (answer > 0) this.failures++;
    return answer !== notSealed;
  }

  send(packet: Uint8Array, { address, port }: Source): void {
    const octets = this.#isOpen ? this.#octetsOf(address) : undefined;
    if (octets && this.#socket.send(packet, octets, port) !== 0) this.failures++;
  }

  /** Lets the kernel drop what cannot be the far end's, until `release`. */
  guard({ address, port }: Source, reportPort: number, ssrc: number): void {
    const octets = this.#isOpen ? this.#octetsOf(address) : undefined;
    if (octets) this.#socket.guard(octets, port, reportPort, ssrc);
  }

  release(): void {
    if (this.#isOpen) this.#socket.release();
  }

  /** Undefined for an address of the other family: nothing can be sent there from here. */
  #octetsOf(address: string): Uint8Array | undefined {
    if (this.#target?.text !== address) {
      const octets = octetsOf(address);
      if (octets?.length !== this.#addressBytes) return undefined;
      this.#target = { text: address, octets };
    }
    return this.#target.octets;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.close();
  }
}

/** Whether media can be sent there: a real IP address and a port (an address of zeros means "hold", RFC 3264, 8.4). */
export function isReachable(address: string, port: number): boolean {
  const octets = octetsOf(address);
  return octets?.some((octet) => octet !== 0) === true && port > 0 && port <= 0xffff;
}

function bindOnce(localAddress: string, dscp: number, port = 0): Result<MediaSocket> {
  const octets = octetsOf(localAddress);
  if (!octets) return err(`${localAddress} is not an IP address`);
  try {
    const { UdpSocket } = mediaAddon();
    return ok(new MediaSocket(new UdpSocket(octets, port, dscp), localAddress, octets.length));
  } catch (error) {
    // The addon has no other way to say why the system refused.
    return err(error instanceof Error ? error.message : String(error));
  }
}

export function openMediaSocket(localAddress: string, dscp: number): Result<MediaSocket> {
  const odd: MediaSocket[] = [];
  let chosen = bindOnce(localAddress, dscp);
  for (let attempt = 1; attempt < bindAttempts && chosen.ok && chosen.value.port % 2 === 1; attempt++) {
    odd.push(chosen.value);
    chosen = bindOnce(localAddress, dscp);
  }
  for (const socket of odd) if (!chosen.ok || socket !== chosen.value) socket.close();
  return chosen;
}

/** The port above, for far ends that do not multiplex RTCP; undefined where somebody else has it. */
export function openRtcpSocket(rtp: MediaSocket, dscp: number): MediaSocket | undefined {
  const bound = bindOnce(rtp.address, dscp, rtp.port + 1);
  return bound.ok ? bound.value : undefined;
}
