// The parts of a session description (RFC 8866) that this phone reads and writes.

import type { Direction } from '../../../media/session.ts';

export interface Attribute {
  readonly name: string;
  /** Absent for a property attribute such as `a=rtcp-mux`. */
  readonly value: string | undefined;
}

export interface Origin {
  readonly username: string;
  /** Digits kept as text: RFC 8866 allows 64 bits. */
  readonly sessionId: string;
  readonly sessionVersion: string;
  readonly address: string;
}

export interface MediaDescription {
  readonly kind: string;
  /** 0 refuses the stream (RFC 3264 section 6). */
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  readonly address: string | undefined;
  readonly attributes: readonly Attribute[];
}

export interface SessionDescription {
  readonly origin: Origin;
  readonly address: string | undefined;
  readonly attributes: readonly Attribute[];
  readonly media: readonly MediaDescription[];
}

export function findAttribute(attributes: readonly Attribute[], name: string): Attribute | undefined {
  return attributes.find((attribute) => attribute.name === name);
}

const directions: ReadonlySet<string> = new Set(['sendrecv', 'sendonly', 'recvonly', 'inactive']);

function isDirection(name: string): name is Direction {
  return directions.has(name);
}

/** As its writer means it; media level wins over session level, `sendrecv` where nobody says (RFC 8866 6.7). */
export function directionOf(description: SessionDescription, media: MediaDescription): Direction {
  for (const level of [media.attributes, description.attributes]) {
    for (const { name } of level) if (isDirection(name)) return name;
  }
  return 'sendrecv';
}

/** The same direction seen from the other side. */
export function mirrorDirection(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly';
  return direction === 'recvonly' ? 'sendonly' : direction;
}

/** What is left when one side offers `offered` (from its own view) and the other wants `wanted` (RFC 3264 6.1). */
export function meetDirection(offered: Direction, wanted: Direction): Direction {
  const allowed = mirrorDirection(offered);
  const sends = sendsIn(allowed) && sendsIn(wanted);
  const receives = receivesIn(allowed) && receivesIn(wanted);
  if (sends) return receives ? 'sendrecv' : 'sendonly';
  return receives ? 'recvonly' : 'inactive';
}

function sendsIn(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

function receivesIn(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}

/** The address of hold before RFC 3264; nothing may be sent to it. */
export function isZeroAddress(address: string): boolean {
  return address === '0.0.0.0' || address === '::' || address === '0:0:0:0:0:0:0:0';
}
