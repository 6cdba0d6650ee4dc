// Where a call's packets come in and go out: its sockets, the gate before them, and the kernel's help in a flood.

import type { Clock } from '../../../hal/clock.ts';
import type { MediaParameters } from '../../session.ts';
import type { SrtpReceiver, SrtpSender } from '../../srtp/index.ts';
import type { Arrival } from './arrival.ts';
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

/** Both directions' keys. */
export interface PortProtection {
  readonly sender: SrtpSender;
  readonly receiver: SrtpReceiver;
}

export class PacketPort {
  readonly #options: PortOptions;
  readonly #socket: MediaSocket;
  /** Only for a far end that does not multiplex. */
  #rtcpSocket: MediaSocket | undefined;
  readonly #gate: PacketGate;
  readonly #flood = new FloodWatch();
  #parameters: MediaParameters | undefined;
  #receiver: SrtpReceiver | undefined;
  #isReachable = false;
  #nowMs = 0;
  #refusedBefore = 0;
  /** What is read after a poll that emptied the socket cannot have come before it. */
  #emptiedMs = Number.NEGATIVE_INFINITY;
  readonly #take = (arrival: Arrival, source: Source, ageMs: number): void => {
    const arrivalMs = this.#options.arrivals === 'poll' ? this.#nowMs : this.#nowMs - ageMs;
    this.#gate.take(arrival, source, Math.max(this.#emptiedMs, arrivalMs));
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

  configure(parameters: MediaParameters, protection: PortProtection | undefined): void {
    const { remoteAddress, remotePort, remoteRtcpPort } = parameters;
    this.#parameters = parameters;
    // An address of zeros is an old way to say "hold": then nothing goes anywhere, latched or not.
    this.#isReachable = isReachable(remoteAddress, remotePort);
    this.#receiver = protection?.receiver;
    this.#gate.configure({ address: remoteAddress, port: remotePort }, remoteRtcpPort, this.#receiver);
    this.#socket.sealWith(protection?.sender.sealer);
    if (remoteRtcpPort !== remotePort) this.#rtcpSocket ??= openRtcpSocket(this.#socket, this.#options.dscp ?? 0);
  }

  /** Once a period: everything that has arrived goes through the gate, with the time at which the kernel took it. */
  poll(nowMs: number): void {
    this.#nowMs = nowMs;
    const openers = this.#receiver?.openers();
    this.#socket.openWith(openers);
    this.#rtcpSocket?.openWith(openers);
    this.#refusedBefore = this.#gate.refused;
    const { emptied } = this.#socket.poll(this.#take);
    this.#rtcpSocket?.poll(this.#take);
    if (emptied) this.#emptiedMs = this.#nowMs;
  }

  /** After each poll: the source that is listened to, and when its last packet came. */
  watchFlood(ssrc: number | undefined, lastPacketMs: number): void {
    const order = this.#flood.observe(this.#nowMs, this.#gate.refused - this.#refusedBefore, lastPacketMs);
    if (order === 'open') this.#socket.release();
    const target = this.#gate.target;
    if (order !== 'shut' || !target || ssrc === undefined) return;
    this.#socket.guard(target, this.#parameters?.remoteRtcpPort ?? target.port, ssrc);
  }

  /** The first `length` octets of a packet in the clear, sealed on its way out; false where its key is used up. */
  sendRtp(packet: Uint8Array, length: number): boolean {
    const target = this.#gate.target;
    return !target || !this.#isReachable || this.#socket.sendRtp(packet, length, target);
  }

  /** As it is. */
  sendReport(packet: Uint8Array): void {
    const target = this.#gate.target;
    const parameters = this.#parameters;
    if (!target || !parameters || !this.#isReachable) return;
    // Without multiplexing reports go to a port of their own, which only the signalling knows.
    const hasOwnPort = parameters.remoteRtcpPort !== parameters.remotePort;
    this.#socket.send(packet, hasOwnPort ? { address: target.address, port: parameters.remoteRtcpPort } : target);
  }

  close(): void {
    this.#socket.close();
    this.#rtcpSocket?.close();
  }
}
