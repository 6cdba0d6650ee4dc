// Where a call's packets come in and go out: its sockets, the gate before them, and the kernel's help in a flood.

import type { Clock } from '../../../hal/clock.ts';
import { isRtcp } from '../../rtp/packet.ts';
import type { MediaParameters } from '../../session.ts';
import type { SrtpReceiver } from '../../srtp/index.ts';
import { FloodWatch } from './flood-watch.ts';
import { isReachable, type MediaSocket, openRtcpSocket } from './media-socket.ts';
import { type GateListener, PacketGate } from './packet-gate.ts';
import type { Source } from './source-latch.ts';

export interface PortOptions {
  readonly clock: Clock;
  /** Differentiated services code point of every packet sent, 0 to 63; 0 where absent. */
  readonly dscp?: number;
  /** `poll` for a virtual clock, of which the kernel's time stamps know nothing. */
  readonly arrivals?: 'kernel' | 'poll';
}

/** The source that is listened to now. */
export interface Heard {
  readonly ssrc: number | undefined;
  readonly lastPacketMs: number;
}

export class PacketPort {
  readonly #options: PortOptions;
  readonly #socket: MediaSocket;
  /** Only for a far end that does not multiplex. */
  #rtcpSocket: MediaSocket | undefined;
  readonly #gate: PacketGate;
  readonly #flood = new FloodWatch();
  #parameters: MediaParameters | undefined;
  #isReachable = false;
  #nowMs = 0;
  /** What is read after a poll that emptied the socket cannot have come before it. */
  #emptiedMs = Number.NEGATIVE_INFINITY;
  readonly #take = (datagram: Uint8Array, source: Source, ageMs: number): void => {
    const arrivalMs = this.#options.arrivals === 'poll' ? this.#nowMs : this.#nowMs - ageMs;
    this.#gate.receive(datagram, source, Math.max(this.#emptiedMs, arrivalMs));
  };

  constructor(socket: MediaSocket, options: PortOptions, listener: GateListener) {
    this.#socket = socket;
    this.#options = options;
    this.#gate = new PacketGate(listener);
  }

  get port(): number {
    return this.#socket.port;
  }

  get address(): string {
    return this.#socket.address;
  }

  get refused(): number {
    return this.#gate.refused;
  }

  get lastRefusal() {
    return this.#gate.lastRefusal;
  }

  configure(parameters: MediaParameters, receiver: SrtpReceiver | undefined): void {
    const { remoteAddress, remotePort, remoteRtcpPort } = parameters;
    this.#parameters = parameters;
    // An address of zeros is an old way to say "hold": then nothing goes anywhere, latched or not.
    this.#isReachable = isReachable(remoteAddress, remotePort);
    this.#gate.configure({ address: remoteAddress, port: remotePort }, remoteRtcpPort, receiver);
    if (remoteRtcpPort !== remotePort) this.#rtcpSocket ??= openRtcpSocket(this.#socket, this.#options.dscp ?? 0);
  }

  /** Once a period: everything that has arrived goes through the gate, with the time at which the kernel took it. */
  poll(heard: () => Heard): void {
    this.#nowMs = this.#options.clock.nowMs();
    const refusedBefore = this.#gate.refused;
    const { emptied } = this.#socket.poll(this.#take);
    this.#rtcpSocket?.poll(this.#take);
    if (emptied) this.#emptiedMs = this.#nowMs;
    this.#watchFlood(heard(), this.#gate.refused - refusedBefore);
  }

  #watchFlood({ ssrc, lastPacketMs }: Heard, refused: number): void {
    const order = this.#flood.observe(this.#nowMs, refused, lastPacketMs);
    if (order === 'open') this.#socket.release();
    const target = this.#gate.target;
    if (order !== 'shut' || !target || ssrc === undefined) return;
    this.#socket.guard(target, this.#parameters?.remoteRtcpPort ?? target.port, ssrc);
  }

  send(packet: Uint8Array): void {
    const target = this.#gate.target;
    const parameters = this.#parameters;
    if (!target || !parameters || !this.#isReachable) return;
    // Without multiplexing reports go to a port of their own, which only the signalling knows.
    const hasOwnPort = isRtcp(packet) && parameters.remoteRtcpPort !== parameters.remotePort;
    this.#socket.send(packet, hasOwnPort ? { address: target.address, port: parameters.remoteRtcpPort } : target);
  }

  close(): void {
    this.#socket.close();
    this.#rtcpSocket?.close();
  }
}
