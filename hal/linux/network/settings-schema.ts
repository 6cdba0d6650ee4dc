// Network settings as the phone hands them to the program with rights: whatever came into the phone, only these go through.

import { isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod';
import type { NetworkSettings } from '../../machine/network.ts';
import { err, ok, type Result } from '../../result.ts';

export const largestRequestBytes = 64 * 1024;

/** Nothing that could end a line of another program's file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
const plainLine = /^[^\u0000-\u001f\u007f]+$/;
const line = z.string().min(1).max(128).regex(plainLine);
/** PEM's own alphabet: the file that it becomes can hold nothing else. */
const pem = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9+/=\-\s]*$/);

function addressing(isAddress: (text: string) => boolean, longest: number) {
  return z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('automatic') }),
    z.strictObject({ method: z.literal('off') }),
    z.strictObject({
      method: z.literal('static'),
      address: z.string().refine((text) => {
        const [address = '', prefix = '', ...rest] = text.split('/');
        return rest.length === 0 && isAddress(address) && /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest;
      }),
      gateway: z.string().refine(isAddress).optional(),
    }),
  ]);
}

/** A zone in an address is a name of an interface, which may be anything. */
const isPlainIPv6 = (text: string): boolean => isIPv6(text) && !text.includes('%');

const settingsSchema = z
  .strictObject({
    link: z.enum(['wired', 'wifi']),
    ipv4: addressing(isIPv4, 32),
    ipv6: addressing(isPlainIPv6, 128),
    dnsServers: z.array(z.string().refine((text) => isIPv4(text) || isPlainIPv6(text))).max(4),
    wifi: z
      .strictObject({
        ssid: line.refine((text) => Buffer.byteLength(text) <= 32),
        security: z.enum(['open', 'wpa2', 'wpa3', 'enterprise']),
        passphrase: line.min(8).max(63).optional(),
      })
      .optional(),
    access: z
      .strictObject({
        method: z.enum(['peap', 'ttls', 'tls']),
        identity: line,
        anonymousIdentity: line.optional(),
        password: line.optional(),
        authority: pem.optional(),
        certificate: pem.optional(),
        key: pem.optional(),
      })
      .optional(),
    voiceVlan: z.union([z.literal('lldp'), z.literal('off'), z.int().min(1).max(4094)]),
  })
  .refine(({ link, wifi }) => link === 'wired' || wifi !== undefined, { error: 'no Wi-Fi network is named' })
  .refine(({ wifi }) => !wifi || !['wpa2', 'wpa3'].includes(wifi.security) || wifi.passphrase !== undefined, {
    error: 'the Wi-Fi network needs its password',
  })
  .refine(({ wifi, link, access }) => link === 'wired' || wifi?.security !== 'enterprise' || access !== undefined, {
    error: 'the Wi-Fi network asks who the phone is',
  });

/** Never says what a value was: it may be a secret. */
export function checkSettings(value: unknown): Result<NetworkSettings> {
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return err(path === '' ? `The network settings are wrong: ${issue?.message}.` : `The key "${path}" is wrong.`);
}
