// The key pair of this one device, made at its first start; the private half never leaves the store.

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { validate } from '../config/index.ts';
import type { Store } from '../store/index.ts';

const storeName = 'device-key';
const storedSchema = z.object({ privateKey: z.string().max(4_096) });

export interface DeviceKey {
  readonly privateKey: KeyObject;
  /** SHA-256 of the public half (SubjectPublicKeyInfo), in hexadecimal: how an administrator knows the device again. */
  readonly fingerprint: string;
}

/** P-256, because switches and servers of enterprises know it. */
export function deviceKey(store: Store): DeviceKey {
  const stored = validate(storedSchema, store.read(storeName));
  const kept = stored.ok ? parsed(stored.value.privateKey) : undefined;
  if (kept) return described(kept);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  store.write(storeName, { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) });
  return described(privateKey);
}

function parsed(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    // A damaged key is made anew; anything without OpenSSL's code is a fault of ours.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

function described(privateKey: KeyObject): DeviceKey {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { privateKey, fingerprint: createHash('sha256').update(publicKey).digest('hex') };
}
