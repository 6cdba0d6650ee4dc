// What the phone signs in with, as it is kept across restarts in a file that only its user may read.

import * as z from 'zod';
import { type AccountConfig, type Config, validate } from '../config/index.ts';
import type { OwnIdentity } from '../phone.ts';
import type { SipAccount } from '../sip/index.ts';
import type { Store } from '../store/index.ts';

const storeName = 'account';
const usualRegistrationSeconds = 600;
const text = z.string().max(256);

/** The shape of the sign-in service's answer, too: the same things come from there and from the store. */
export const credentialsSchema = z.object({
  address: z.string().regex(/^[^\s@]{1,64}@[^\s@]{1,253}$/),
  displayName: text.default(''),
  title: text.default(''),
  extension: text.default(''),
  authUser: text.min(1),
  password: text.min(1),
  outbound: z.array(z.string().min(1).max(260)).max(4).default([]),
  transport: z.enum(['tls', 'tcp', 'wss']).default('tls'),
});

export type Credentials = z.infer<typeof credentialsSchema>;

export function readCredentials(store: Store): Credentials | undefined {
  const stored = store.read(storeName);
  if (stored === undefined) return undefined;
  const valid = validate(credentialsSchema, stored);
  return valid.ok ? valid.value : undefined;
}

export function keepCredentials(store: Store, credentials: Credentials): void {
  store.write(storeName, credentials);
}

export function forgetCredentials(store: Store): void {
  store.remove(storeName);
}

/** The account of the configuration that is for this address, or at least for its domain. */
export function configuredAccount(config: Config, address: string): AccountConfig | undefined {
  const wanted = address.toLowerCase();
  const domain = wanted.slice(wanted.lastIndexOf('@'));
  return (
    config.accounts.find((account) => account.address.toLowerCase() === wanted) ??
    config.accounts.find((account) => account.address.toLowerCase().endsWith(domain))
  );
}

export function credentialsFromConfig(account: AccountConfig, password: string): Credentials {
  return credentialsFromPassword(account.address, password, account);
}

export function credentialsFromPassword(
  address: string,
  password: string,
  account: AccountConfig | undefined,
): Credentials {
  const user = address.slice(0, address.lastIndexOf('@'));
  const own = account?.address.toLowerCase() === address.toLowerCase() ? account : undefined;
  return {
    address,
    displayName: own?.display_name ?? '',
    title: '',
    extension: '',
    authUser: own?.auth_user ?? user,
    password,
    outbound: account?.outbound ?? [],
    transport: account?.transport ?? 'tls',
  };
}

export function sipAccountOf(
  credentials: Credentials,
  account: AccountConfig | undefined,
  trust: { readonly anchors: readonly string[]; readonly allowMd5: boolean },
): SipAccount {
  const { address, displayName, authUser, password, outbound, transport } = credentials;
  return {
    ...{ address, displayName, authUser, password, outbound, transport },
    registrationIntervalSeconds: account?.regint ?? usualRegistrationSeconds,
    trustAnchors: trust.anchors,
    allowMd5: trust.allowMd5,
  };
}

export function identityOf({ address, displayName, extension, title }: Credentials): OwnIdentity {
  return { name: displayName || address.slice(0, address.lastIndexOf('@')), address, extension, title };
}
