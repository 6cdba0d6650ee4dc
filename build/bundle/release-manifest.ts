// Makes the signed manifest of a bundle: what it is, whom it is for, how long it may be believed.

import { createHash, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import {
  type Envelope,
  type Manifest,
  manifestSchema,
  signCanonical,
} from '../../firmware/admin/update/manifest/index.ts';
import { validate } from '../../firmware/config/index.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import { messageOf, timeText } from './release-keys.ts';

export interface ReleaseOptions {
  readonly sequence: number;
  readonly nowMs: number;
  readonly days: number;
  readonly ring: string;
  readonly compatible: string;
  readonly version: string;
  readonly minimumVersion: string;
  readonly downgrade: boolean;
}

export function signManifest(
  options: ReleaseOptions,
  bundle: Manifest['bundle'],
  keys: Envelope['keys'],
  signers: readonly KeyObject[],
): Result<Envelope> {
  const { sequence, nowMs, days, ring, compatible, version, minimumVersion, downgrade } = options;
  const manifest = validate(manifestSchema, {
    kind: 'offhook-update',
    format: 1,
    sequence,
    issuedAt: timeText(nowMs),
    expiresAt: timeText(nowMs + days * 86_400_000),
    ...{ ring, compatible, version, minimumVersion, downgrade, bundle },
  });
  if (!manifest.ok) return err(manifest.error.join(' '));
  const signatures = signers.map((signer) => signCanonical(manifest.value, signer));
  return ok({ keys, manifest: { signed: manifest.value, signatures } });
}

/** `manifestSha256` is what `rauc info` calls the manifest hash. */
export async function describeBundle(file: string, manifestSha256: string): Promise<Result<Manifest['bundle']>> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const chunk of createReadStream(file)) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  } catch (error) {
    return err(`${file} cannot be read: ${messageOf(error)}.`);
  }
  return ok({ file: basename(file), sizeBytes, sha256: hash.digest('hex'), manifestSha256 });
}
