// Writes a session description in the order RFC 8866 section 5 asks for.

import { isIPv6 } from 'node:net';
import type { Attribute, MediaDescription, SessionDescription } from './session-description.ts';

export function printSessionDescription(description: SessionDescription): string {
  const { origin, address, attributes, media } = description;
  const lines = [
    'v=0',
    `o=${origin.username} ${origin.sessionId} ${origin.sessionVersion} ${network(origin.address)}`,
    's=-',
    ...(address === undefined ? [] : [`c=${network(address)}`]),
    't=0 0',
    ...attributes.map(printAttribute),
    ...media.flatMap(printMedia),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function printMedia(media: MediaDescription): string[] {
  return [
    `m=${media.kind} ${media.port} ${media.protocol} ${media.formats.join(' ')}`,
    ...(media.address === undefined ? [] : [`c=${network(media.address)}`]),
    ...media.attributes.map(printAttribute),
  ];
}

function printAttribute({ name, value }: Attribute): string {
  return value === undefined ? `a=${name}` : `a=${name}:${value}`;
}

function network(address: string): string {
  return `IN ${isIPv6(address) ? 'IP6' : 'IP4'} ${address}`;
}
