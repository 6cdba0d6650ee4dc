// Whoever releases images, on the bench: roots, keys, and manifests that are right but for what a caller changes.

import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type ListedKey, signKeyList } from '../../../build/bundle/release-keys.ts';
import { type ReleaseOptions, signManifest } from '../../../build/bundle/release-manifest.ts';
import {
  type Envelope,
  type Manifest,
  publicKeyOf,
  type Situation,
  type Trust,
} from '../../../firmware/admin/update/manifest/index.ts';
import type { Result } from '../../../hal/result.ts';

export const nowMs = Date.UTC(2026, 10, 25, 9);
export const dayMs = 86_400_000;

export interface ListChange {
  readonly sequence?: number;
  readonly nowMs?: number;
  readonly days?: number;
  readonly keys?: readonly ListedKey[];
  readonly revoked?: readonly string[];
  readonly roots?: readonly KeyObject[];
}

export class ReleaseDesk {
  readonly root = newKey();
  readonly releaseKey = newKey();
  readonly downgradeKey = newKey();

  get trust(): Trust {
    return { rootKeys: [publicKeyOf(this.root)], keyListSequence: 0, nowMs };
  }

  keyList(change: ListChange = {}): Envelope['keys'] {
    const keys: readonly ListedKey[] = [
      { publicKey: publicKeyOf(this.releaseKey), purpose: 'release' },
      { publicKey: publicKeyOf(this.downgradeKey), purpose: 'downgrade' },
    ];
    const options = { sequence: 5, nowMs: nowMs - dayMs, days: 365, keys, revoked: [], ...change };
    return take(signKeyList(options, change.roots ?? [this.root]));
  }

  /** By the release key where nobody else is named. */
  envelope(
    change: Partial<ReleaseOptions> & { readonly bundle?: Manifest['bundle'] } = {},
    keys: Envelope['keys'] = this.keyList(),
    signers: readonly KeyObject[] = [this.releaseKey],
  ): Envelope {
    const options: ReleaseOptions = {
      sequence: 7,
      nowMs: nowMs - 3_600_000,
      days: 90,
      ring: 'approved',
      compatible: situation.compatible,
      version: '0.3.0',
      minimumVersion: '0.1.0',
      downgrade: false,
      ...change,
    };
    return take(signManifest(options, change.bundle ?? bundleOf(Buffer.from('an image')), keys, signers));
  }
}

export const situation: Situation = {
  nowMs,
  compatible: 'offhook-sim',
  version: '0.2.0',
  ring: 'approved',
  sequences: {},
  failedBundles: [],
};

export function bundleOf(bytes: Uint8Array, file = 'offhook-0.3.0.raucb'): Manifest['bundle'] {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file, sizeBytes: bytes.length, sha256, manifestSha256: createHash('sha256').update('inside').digest('hex') };
}

export function newKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

export function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

export function take<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
