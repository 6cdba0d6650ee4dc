// The administrator's keys as files: made, read, and listed under a root.

import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import {
  type Envelope,
  type KeyList,
  keyIdOf,
  keyListSchema,
  publicKeyOf,
  signCanonical,
} from '../../firmware/admin/update/manifest/index.ts';
import { validate } from '../../firmware/config/index.ts';
import { err, ok, type Result } from '../../hal/result.ts';

/** Never over a file that is there: a lost root key is lost for a whole fleet. Answers the public key. */
export function writeNewKey(file: string): Result<string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx', mode: 0o600 });
    return ok(publicKeyOf(privateKey));
  } catch (error) {
    return err(`${file} cannot be written: ${messageOf(error)}.`);
  }
}

export function readPrivateKey(file: string): Result<KeyObject> {
  try {
    const privateKey = createPrivateKey(readFileSync(file));
    return privateKey.asymmetricKeyType === 'ed25519' ? ok(privateKey) : err(`${file} holds no Ed25519 key.`);
  } catch (error) {
    return err(`${file} cannot be read as a private key: ${messageOf(error)}.`);
  }
}

export interface ListedKey {
  readonly publicKey: string;
  readonly purpose: KeyList['keys'][number]['purpose'];
}

export interface KeyListOptions {
  readonly sequence: number;
  readonly nowMs: number;
  readonly days: number;
  readonly keys: readonly ListedKey[];
  /** Public keys that must not be believed any more. */
  readonly revoked: readonly string[];
}

export function signKeyList(options: KeyListOptions, roots: readonly KeyObject[]): Result<Envelope['keys']> {
  const { sequence, nowMs, days } = options;
  const expiresAt = timeText(nowMs + days * 86_400_000);
  const list = validate(keyListSchema, {
    kind: 'offhook-update-keys',
    format: 1,
    sequence,
    issuedAt: timeText(nowMs),
    expiresAt,
    keys: options.keys.map((entry) => ({ ...entry, expiresAt })),
    revoked: options.revoked.map(keyIdOf),
  });
  if (!list.ok) return err(list.error.join(' '));
  return ok({ signed: list.value, signatures: roots.map((root) => signCanonical(list.value, root)) });
}

export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
