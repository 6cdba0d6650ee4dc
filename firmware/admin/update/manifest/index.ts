// Signed update manifests: reading, accepting, and what signing needs.

export { type Acceptance, acceptManifest, longestLifeDays, type Situation } from './accept-manifest.ts';
export { canonicalBytes } from './canonical.ts';
export { largestManifestBytes, type ReadManifest, readManifest, type Trust } from './read-manifest.ts';
export { type Refusal, type RefusalReason, refusal } from './refusal.ts';
export {
  type Envelope,
  envelopeSchema,
  type KeyList,
  keyListSchema,
  type Manifest,
  manifestSchema,
  type Ring,
  rings,
} from './schema.ts';
export { keyIdOf, publicKeyOf, signCanonical } from './signing-keys.ts';
export { compareVersions, versionPattern } from './version.ts';
