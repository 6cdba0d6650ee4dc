// Relay the RTP and RTCP of one call between its two sides, through the network each side's phone is said to have.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Clock, Timer } from '../../../hal/clock.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { CallMedia, Side } from '../proxy/dialog-routes.ts';
import { LOOPBACK } from '../sip/listeners.ts';
import { header, type SipMessage, withBody } from '../sip/message.ts';
import type { ImpairedPath } from './impairment.ts';
import type { NetworkConditions } from './network-conditions.ts';
import { type MediaAddress, rewriteSdp } from './sdp-rewrite.ts';

export const MAX_RELAYS = 500;
/** Five seconds of 50 packets a second each way, and RTCP: more than the longest delay can hold. */
const MAX_PACKETS_IN_FLIGHT = 1000;
const PAIR_ATTEMPTS = 20;

/** An even port for RTP and the next one for RTCP without multiplexing (RFC 3550 section 11). */
export interface PortPair {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  readonly port: number;
}

interface Leg {
  /** What this side's phone sends to, and is sent from. */
  readonly ports: PortPair;
  readonly up: ImpairedPath;
  readonly down: ImpairedPath;
  /** Where this side's phone wants to receive. */
  wanted: MediaAddress | undefined;
  /** Where its packets came from last, which is where it can be reached through an address translation. */
  readonly heard: { port?: RemoteInfo; rtcpPort?: RemoteInfo };
}

export interface RelayCounts {
  readonly forwarded: number;
  readonly lost: number;
}

export interface RelayAddresses {
  /** Where the relay listens; absent: the loopback address. */
  readonly host?: string | undefined;
  /** Where phones behind an address translation reach it; absent: at `host`, and there is no translation. */
  readonly announced?: string | undefined;
}

export interface MediaRelayOptions extends RelayAddresses {
  readonly clock: Clock;
  readonly conditions: NetworkConditions;
  readonly users: Readonly<Record<Side, string | undefined>>;
  readonly onReleased: () => void;
}

export class MediaRelay implements CallMedia {
  readonly #clock: Clock;
  readonly #conditions: NetworkConditions;
  readonly #legs: Readonly<Record<Side, Leg>>;
  readonly #inFlight = new Set<Timer>();
  readonly #released: () => void;
  readonly #addresses: RelayAddresses;
  #open = true;
  #forwarded = 0;
  #lost = 0;

  static async open(options: MediaRelayOptions): Promise<Result<MediaRelay>> {
    const caller = await openPair(options.host);
    if (!caller.ok) return caller;
    const callee = await openPair(options.host);
    if (!callee.ok) {
      closePair(caller.value);
      return callee;
    }
    return ok(new MediaRelay(options, { caller: caller.value, callee: callee.value }));
  }

  private constructor(options: MediaRelayOptions, ports: Readonly<Record<Side, PortPair>>) {
    this.#clock = options.clock;
    this.#conditions = options.conditions;
    this.#released = options.onReleased;
    this.#addresses = options;
    const leg = (side: Side): Leg => ({
      ports: ports[side],
      up: options.conditions.open(options.users[side], 'up'),
      down: options.conditions.open(options.users[side], 'down'),
      wanted: undefined,
      heard: {},
    });
    this.#legs = { caller: leg('caller'), callee: leg('callee') };
    for (const side of ['caller', 'callee'] as const) {
      const { rtp, rtcp } = ports[side];
      rtp.on('message', (packet, from) => this.#hear(side, packet, 'port', from));
      rtcp.on('message', (packet, from) => this.#hear(side, packet, 'rtcpPort', from));
    }
  }

  get counts(): RelayCounts {
    return { forwarded: this.#forwarded, lost: this.#lost };
  }

  /** A description from one side tells where that side receives, and goes on with the port the other side shall use. */
  anchor<M extends SipMessage>(from: Side, message: M): M {
    const type = header(message, 'Content-Type') ?? '';
    if (!this.#open || message.body.length === 0 || !/^application\/sdp\b/i.test(type)) return message;
    const otherSide = this.#legs[from === 'caller' ? 'callee' : 'caller'];
    const description = Buffer.from(message.body).toString('utf8');
    const { host = LOOPBACK, announced = host } = this.#addresses;
    const rewritten = rewriteSdp(description, { address: announced, port: otherSide.ports.port });
    this.#legs[from].wanted = rewritten.wanted;
    return withBody(message, Buffer.from(rewritten.text, 'utf8'));
  }

  release(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const timer of this.#inFlight) timer.cancel();
    this.#inFlight.clear();
    for (const { ports, up, down } of Object.values(this.#legs)) {
      closePair(ports);
      this.#conditions.close(up);
      this.#conditions.close(down);
    }
    this.#released();
  }

  #hear(side: Side, packet: Buffer, kind: 'port' | 'rtcpPort', from: RemoteInfo): void {
    if (this.#addresses.announced !== undefined) this.#legs[side].heard[kind] = from;
    this.#pass(side, packet, kind);
  }

  #pass(from: Side, packet: Buffer, kind: 'port' | 'rtcpPort'): void {
    const [source, target] =
      from === 'caller' ? [this.#legs.caller, this.#legs.callee] : [this.#legs.callee, this.#legs.caller];
    if (!this.#open || !target.wanted) return;
    const nowMs = this.#clock.nowMs();
    const left = source.up.decide(packet.length, nowMs);
    const fate = left.kind === 'lost' ? left : target.down.decide(packet.length, left.atMs);
    if (fate.kind === 'lost' || this.#inFlight.size >= MAX_PACKETS_IN_FLIGHT) {
      this.#lost++;
      return;
    }
    if (source.up.isClean && target.down.isClean) {
      this.#send(target, packet, kind);
      return;
    }
    const timer = this.#clock.after(fate.atMs - nowMs, () => {
      this.#inFlight.delete(timer);
      this.#send(target, packet, kind);
    });
    this.#inFlight.add(timer);
  }

  #send(target: Leg, packet: Buffer, kind: 'port' | 'rtcpPort'): void {
    if (!this.#open || !target.wanted) return;
    this.#forwarded++;
    const socket =
      kind === 'port' || target.wanted.rtcpPort === target.wanted.port ? target.ports.rtp : target.ports.rtcp;
    const heard = target.heard[socket === target.ports.rtp ? 'port' : 'rtcpPort'];
    if (heard) socket.send(packet, heard.port, heard.address);
    else socket.send(packet, target.wanted[kind], target.wanted.address);
  }
}

export async function openPair(host: string = LOOPBACK): Promise<Result<PortPair>> {
  for (let attempt = 0; attempt < PAIR_ATTEMPTS; attempt++) {
    const rtp = await bindUdp(0, host);
    if (!rtp.ok) return rtp;
    const port = rtp.value.address().port;
    const rtcp = port % 2 === 0 && port < 65535 ? await bindUdp(port + 1, host) : err('odd port');
    if (rtcp.ok) return ok({ rtp: rtp.value, rtcp: rtcp.value, port });
    rtp.value.close();
  }
  return err('no free pair of ports');
}

function bindUdp(port: number, host: string): Promise<Result<Socket>> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', (error) => resolve(err(error.message)));
    socket.bind(port, host, () => {
      // A port that nobody listens on any more answers with ICMP; the relay goes on.
      socket.removeAllListeners('error').on('error', () => undefined);
      resolve(ok(socket));
    });
  });
}

export function closePair(pair: PortPair): void {
  pair.rtp.close();
  pair.rtcp.close();
}
