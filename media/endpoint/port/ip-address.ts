// IP addresses between text, as signalling writes them, and octets, as the network does.

import { isIPv4, isIPv6 } from 'node:net';

const groups = 8;

/** 4 or 16 octets; undefined for what is no numeric address of this kind (a zone such as `%eth0` is none either). */
export function octetsOf(address: string): Uint8Array | undefined {
  if (isIPv4(address)) return Uint8Array.from(address.split('.'), Number);
  if (!isIPv6(address) || address.includes('%')) return undefined;
  const [head = '', tail] = address.split('::');
  const before = words(head);
  const after = tail === undefined ? [] : words(tail);
  const zeros = Array<number>(groups - before.length - after.length).fill(0);
  return Uint8Array.from([...before, ...zeros, ...after].flatMap((word) => [word >> 8, word & 0xff]));
}

/** 16 bits each; the last two may be written as an IPv4 address. */
function words(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [(a << 8) | b, (c << 8) | d];
  });
}

/** One text for one address, however it was written; IPv6 without abbreviation. */
export function textOf(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.');
  const parts: string[] = [];
  for (let at = 0; at < octets.length; at += 2) {
    parts.push((((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0)).toString(16));
  }
  return parts.join(':');
}

/** As `textOf` writes it; what is no address stays as it is. */
export function canonicalAddress(address: string): string {
  const octets = octetsOf(address);
  return octets ? textOf(octets) : address;
}
