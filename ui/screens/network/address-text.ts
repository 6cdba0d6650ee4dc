// Addresses as a person types them: with a mask for IPv4, with the length of the prefix for IPv6.

import type { Ipv4Choice } from '../../../firmware/phone.ts';

export interface AddressEntry {
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
}

export function entryOf(family: 4 | 6, choice: Ipv4Choice): AddressEntry {
  if (choice.method !== 'static') return { address: '', mask: family === 4 ? '255.255.255.0' : '', gateway: '' };
  const [address = '', prefix = ''] = choice.address.split('/');
  const gateway = choice.gateway ?? '';
  return family === 4
    ? { address, mask: maskOf(Number(prefix)), gateway }
    : { address: choice.address, mask: '', gateway };
}

/** Undefined where something is missing or is no address. */
export function choiceOf(family: 4 | 6, { address, mask, gateway }: AddressEntry): Ipv4Choice | undefined {
  const isAddress = family === 4 ? isIpv4 : isIpv6;
  if (gateway !== '' && !isAddress(gateway)) return undefined;
  const [bare = '', prefix] = family === 4 ? [address, String(prefixOf(mask) ?? '')] : address.split('/');
  const length = Number(prefix === undefined || prefix === '' ? Number.NaN : prefix);
  if (!isAddress(bare) || !Number.isInteger(length) || length < 1 || length > (family === 4 ? 32 : 128))
    return undefined;
  return { method: 'static', address: `${bare}/${length}`, gateway: gateway === '' ? undefined : gateway };
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** The engine's own reader of addresses is the judge. */
export function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]`);
}

function maskOf(prefix: number): string {
  const bits = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}

/** "255.255.255.0" or "24". */
function prefixOf(mask: string): number | undefined {
  if (/^\d{1,2}$/.test(mask)) return Number(mask) <= 32 ? Number(mask) : undefined;
  const prefix = Array.from({ length: 33 }, (_, at) => at).find((length) => maskOf(length) === mask);
  return prefix;
}
