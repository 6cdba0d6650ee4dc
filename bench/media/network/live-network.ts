// A bad network in real time between two media endpoints on this machine: what one sends, the other gets late or never.

import type { RemoteInfo, Socket } from 'node:dgram';
import { err, ok, type Result } from '../../../hal/result.ts';
import { closePair, openPair, type PortPair } from '../../enterprise/relay/media-relay.ts';
import { type NetworkConditions, VirtualNetwork } from '../virtual-call/network.ts';

const loopback = '127.0.0.1';
/** Five seconds of 50 packets a second and reports: more than any delay here can hold. */
const mostInFlight = 1_000;

export interface PacketLoss {
  /** CLOCK_MONOTONIC in milliseconds, when the sender had sent it. */
  readonly atMs: number;
}

export interface NetworkCounts {
  /** Speech packets of the impaired direction. */
  readonly sent: number;
  readonly lost: number;
  /** Their payload, in bits a second from the first to the last. */
  readonly payloadBps: number;
}

/** Either the address an endpoint listens on, known beforehand, or undefined until it has sent something itself. */
export type Place = { readonly address?: string; readonly port: number; readonly rtcpPort: number } | undefined;

/**
 * `talker` speaks to `portForTalker`, `listener` to `portForListener`; each is sent what the other says. RTP from
 * talker to listener meets the conditions; everything else only takes its delay, so that all engines learn alike.
 */
export class LiveNetwork {
  readonly portForTalker: number;
  readonly portForListener: number;
  /** Where each endpoint listens; set them before packets flow, or let them be learned. */
  talker: Place;
  listener: Place;
  readonly #sides: { readonly talker: PortPair; readonly listener: PortPair };
  readonly #network: VirtualNetwork;
  readonly #delayMs: number;
  readonly #sealBytes: number;
  readonly #inFlight = new Set<NodeJS.Timeout>();
  readonly #losses: PacketLoss[] = [];
  #firstSentMs: number | undefined;
  #lastSentMs = 0;
  #sent = 0;
  #payloadBytes = 0;

  /** `sealBytes` end each packet without being speech: what encryption adds. */
  static async open(conditions: NetworkConditions, seed: number, sealBytes = 0): Promise<Result<LiveNetwork>> {
    const talker = await openPair();
    if (!talker.ok) return talker;
    const listener = await openPair();
    if (listener.ok)
      return ok(new LiveNetwork(conditions, seed, sealBytes, { talker: talker.value, listener: listener.value }));
    closePair(talker.value);
    return err(listener.error);
  }

  private constructor(
    conditions: NetworkConditions,
    seed: number,
    sealBytes: number,
    sides: { readonly talker: PortPair; readonly listener: PortPair },
  ) {
    this.#sealBytes = sealBytes;
    this.#network = new VirtualNetwork(conditions, seed);
    this.#delayMs = conditions.delayMs;
    this.#sides = sides;
    this.portForTalker = sides.talker.port;
    this.portForListener = sides.listener.port;
    sides.talker.rtp.on('message', (packet, from) => {
      this.talker ??= learned(from);
      this.#fromTalker(packet);
    });
    sides.listener.rtp.on('message', (packet, from) => {
      this.listener ??= learned(from);
      this.#later(this.#delayMs, () => this.#send(this.#sides.talker.rtp, packet, this.talker));
    });
    sides.talker.rtcp.on('message', (packet) =>
      this.#later(this.#delayMs, () => this.#send(this.#sides.listener.rtcp, packet, this.listener, true)),
    );
    sides.listener.rtcp.on('message', (packet) =>
      this.#later(this.#delayMs, () => this.#send(this.#sides.talker.rtcp, packet, this.talker, true)),
    );
  }

  /** When the conditions' own time began: with the first packet of speech. */
  get startedAtMs(): number | undefined {
    return this.#firstSentMs;
  }

  get losses(): readonly PacketLoss[] {
    return this.#losses;
  }

  get counts(): NetworkCounts {
    const seconds = (this.#lastSentMs - (this.#firstSentMs ?? 0)) / 1_000;
    return {
      sent: this.#sent,
      lost: this.#losses.length,
      payloadBps: seconds > 0 ? (this.#payloadBytes * 8) / seconds : 0,
    };
  }

  close(): void {
    for (const timer of this.#inFlight) clearTimeout(timer);
    this.#inFlight.clear();
    closePair(this.#sides.talker);
    closePair(this.#sides.listener);
  }

  #fromTalker(packet: Buffer): void {
    const nowMs = monotonicMs();
    if (!isSpeech(packet)) {
      this.#later(this.#delayMs, () => this.#send(this.#sides.listener.rtp, packet, this.listener));
      return;
    }
    this.#firstSentMs ??= nowMs;
    this.#lastSentMs = nowMs;
    this.#sent++;
    this.#payloadBytes += packet.length - headerBytes(packet) - this.#sealBytes;
    const sentMs = nowMs - this.#firstSentMs;
    const arrivals = this.#network.carry(sentMs);
    if (arrivals.length === 0) this.#losses.push({ atMs: nowMs });
    for (const atMs of arrivals)
      this.#later(atMs - sentMs, () => this.#send(this.#sides.listener.rtp, packet, this.listener));
  }

  #later(delayMs: number, act: () => void): void {
    if (this.#inFlight.size >= mostInFlight) return;
    // A timer fires up to a millisecond late: half of one earlier keeps the mean as asked.
    const timer = setTimeout(
      () => {
        this.#inFlight.delete(timer);
        act();
      },
      Math.max(0, Math.round(delayMs - 0.5)),
    );
    this.#inFlight.add(timer);
  }

  #send(socket: Socket, packet: Buffer, to: Place, isReport = false): void {
    if (to) socket.send(packet, isReport ? to.rtcpPort : to.port, to.address ?? loopback);
  }
}

/** The clock that virtual sound cards count by. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** RTP (RFC 3550) whose payload type is none that RTCP uses (RFC 5761, 4); STUN and DTLS are neither. */
export function isSpeech(packet: Uint8Array): boolean {
  const [first = 0, second = 0] = packet;
  return packet.length > 12 && first >> 6 === 2 && ((second & 0x7f) < 64 || (second & 0x7f) > 95);
}

/** RFC 3550, 5.1 and 5.3.1: fixed header, contributing sources, extension. */
function headerBytes(packet: Buffer): number {
  const [first = 0] = packet;
  const before = 12 + 4 * (first & 0x0f);
  const hasExtension = (first & 0x10) !== 0 && packet.length >= before + 4;
  return hasExtension ? before + 4 + 4 * packet.readUInt16BE(before + 2) : before;
}

function learned(from: RemoteInfo): Place {
  return { address: from.address, port: from.port, rtcpPort: from.port + 1 };
}
