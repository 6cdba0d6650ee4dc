// What the configuration says of the network; absent, the person at the phone may choose it on the screen.

import { isIP, isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod';
import type { NetworkSettings } from '../../hal/machine/network.ts';
import { key } from './key.ts';

/** Nothing that could end a line of another program's file. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    .regex(/^[^\u0000-\u001f\u007f]+$/);
const pem = z.string().max(16_384).includes('-----BEGIN ');

function withPrefix(text: string, isAddress: (address: string) => boolean, longest: number): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  return rest.length === 0 && isAddress(address) && /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest;
}

function addressing(family: 4 | 6, example: string) {
  const isAddress = family === 4 ? isIPv4 : isIPv6;
  return z
    .strictObject({
      method: key(
        z.enum(['automatic', 'static', 'off']).default('automatic'),
        family === 4
          ? '`automatic` by DHCP, `static` as written here.'
          : '`automatic` by router advertisement, and by DHCPv6 where the router says so.',
      ),
      address: key(
        z
          .string()
          .refine((text) => withPrefix(text, isAddress, family === 4 ? 32 : 128))
          .optional(),
        'Address of this phone with the length of its prefix; for `static`.',
        { expects: `an IPv${family} address with its prefix, such as "${example}"` },
      ),
      gateway: key(z.string().refine(isAddress).optional(), 'Router; for `static`.', {
        expects: `an IPv${family} address`,
      }),
    })
    .refine(({ method, address }) => (method === 'static') === (address !== undefined))
    .prefault({});
}
const addressingWords = { expects: 'a method, and an address where the method is "static" and only there' };

export const networkSchema = z
  .strictObject({
    link: key(z.enum(['wired', 'wifi']).default('wired'), 'By cable or by radio.'),
    ipv4: key(addressing(4, '192.0.2.7/24'), 'Addresses of IPv4.', addressingWords),
    ipv6: key(addressing(6, '2001:db8::7/64'), 'Addresses of IPv6.', addressingWords),
    dns_servers: key(
      z
        .array(z.string().refine((text) => isIP(text) !== 0))
        .max(4)
        .default([]),
      'Name servers beside those that the network tells.',
      { expects: 'a list of at most four addresses' },
    ),
    wifi: key(
      z
        .strictObject({
          ssid: key(
            line(32).refine((text) => Buffer.byteLength(text) <= 32),
            'Name of the radio network.',
            { expects: 'a name of at most 32 bytes' },
          ),
          security: key(
            z.enum(['open', 'wpa2', 'wpa3', 'enterprise']).default('wpa2'),
            'How it is protected; `enterprise` signs in by `access`.',
          ),
          passphrase: key(line(63).min(8).optional(), 'For `wpa2` and `wpa3`.', {
            secret: true,
            expects: '8 to 63 characters',
          }),
        })
        .optional(),
      'The radio network, for `link` `wifi`.',
    ),
    access: key(
      z
        .strictObject({
          method: key(z.enum(['peap', 'ttls', 'tls']).default('peap'), 'How the phone proves who it is.'),
          identity: key(line(128), 'Who the phone is.'),
          anonymous_identity: key(line(128).optional(), 'What is said before the conversation is encrypted.'),
          password: key(line(128).optional(), 'For `peap` and `ttls`.', { secret: true }),
          authority: key(pem.optional(), 'Certificate of the authority that the network must show (PEM text).', {
            expects: 'the text of a certificate in PEM form',
          }),
          certificate: key(pem.optional(), 'Certificate of this phone (PEM text), for `tls`.', {
            expects: 'the text of a certificate in PEM form',
          }),
          key: key(pem.optional(), 'Private key of it (PEM text).', {
            secret: true,
            expects: 'the text of a key in PEM form',
          }),
        })
        .optional(),
      'IEEE 802.1X: signing in at the switch or, for `enterprise`, at the access point. Absent: the port is open.',
    ),
    voice_vlan: key(
      z.union([z.literal('lldp'), z.literal('off'), z.int().min(1).max(4094)]).default('lldp'),
      'Virtual network for voice: told by the switch (LLDP-MED), none, or its number.',
      { expects: '"lldp", "off" or a number from 1 to 4094' },
    ),
  })
  .refine(({ link, wifi }) => link === 'wired' || wifi !== undefined);

export type NetworkConfig = z.infer<typeof networkSchema>;

export function networkSettings(config: NetworkConfig): NetworkSettings {
  const { ipv4, ipv6, dns_servers: dnsServers, access, voice_vlan: voiceVlan, ...rest } = config;
  const choice = ({ method, address, gateway }: NetworkConfig['ipv4']): NetworkSettings['ipv4'] =>
    method === 'static' && address !== undefined
      ? { method, address, gateway }
      : { method: method === 'off' ? 'off' : 'automatic' };
  const { anonymous_identity: anonymousIdentity, ...who } = access ?? { anonymous_identity: undefined };
  return {
    ...rest,
    ...{ ipv4: choice(ipv4), ipv6: choice(ipv6), dnsServers, voiceVlan },
    access: access && { ...(who as Omit<typeof access, 'anonymous_identity'>), anonymousIdentity },
  };
}
