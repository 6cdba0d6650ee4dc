// Holds a manifest that is believed against this phone: is it for it, is it fresh, and is it a step forward?

import { ok, type Result } from '../../../../hal/result.ts';
import { type Refusal, refusal } from './refusal.ts';
import { type Manifest, type Ring, rings } from './schema.ts';
import { compareVersions } from './version.ts';

const dayMs = 86_400_000;
/** A manifest that lasts for ever could keep a fleet on an old image for ever. */
export const longestLifeDays = 400;

export interface Situation {
  readonly nowMs: number;
  readonly compatible: string;
  readonly version: string;
  readonly ring: Ring;
  /** The highest sequence of a manifest that was accepted, by ring; absent: none. */
  readonly sequences: Readonly<Partial<Record<Ring, number>>>;
  /** SHA-256 of the bundles that were tried and fell back. */
  readonly failedBundles: readonly string[];
}

/** `up-to-date` is no refusal: it is what most questions are answered with. */
export type Acceptance = 'install' | 'up-to-date';

export function acceptManifest(manifest: Manifest, situation: Situation): Result<Acceptance, Refusal> {
  const { nowMs, compatible, version, ring, sequences, failedBundles } = situation;
  const [issuedAtMs, expiresAtMs] = [Date.parse(manifest.issuedAt), Date.parse(manifest.expiresAt)];
  if (nowMs < issuedAtMs - dayMs)
    return refusal('from-future', `The manifest is of ${manifest.issuedAt}; is this phone's clock right?`);
  if (nowMs >= expiresAtMs) return refusal('expired', `The manifest ended on ${manifest.expiresAt}; sign a new one.`);
  if (expiresAtMs - issuedAtMs > longestLifeDays * dayMs)
    return refusal('lasts-too-long', `The manifest lasts for more than ${longestLifeDays} days.`);
  if (manifest.compatible !== compatible)
    return refusal('other-model', `The image is for "${manifest.compatible}", this phone is "${compatible}".`);
  // What is approved for all is good enough for a test device, never the other way.
  if (rings.indexOf(manifest.ring) < rings.indexOf(ring))
    return refusal('other-ring', `The manifest is for the ring "${manifest.ring}", this phone is in "${ring}".`);
  const seen = sequences[manifest.ring] ?? 0;
  if (manifest.sequence < seen)
    return refusal(
      'replayed',
      `The manifest has number ${manifest.sequence}; this phone knows number ${seen} already.`,
    );
  const direction = compareVersions(manifest.version, version);
  if (direction === 0) return ok('up-to-date');
  if (direction < 0 && !manifest.downgrade)
    return refusal(
      'older',
      `Version ${manifest.version} is older than ${version}, and the manifest is not signed as a downgrade.`,
    );
  if (compareVersions(version, manifest.minimumVersion) < 0)
    return refusal(
      'step-missing',
      `Version ${manifest.version} wants ${manifest.minimumVersion} at least, this phone has ${version}.`,
    );
  if (failedBundles.includes(manifest.bundle.sha256))
    return refusal('failed-before', `This very image of version ${manifest.version} was tried and fell back.`);
  return ok('install');
}
