// Reads a signed update manifest: shape, keys and signatures; nothing it says is believed before all of them hold.

import { ok, type Result } from '../../../../hal/result.ts';
import { validate } from '../../../config/index.ts';
import { type Refusal, refusal } from './refusal.ts';
import { type Envelope, envelopeSchema, type KeyList, type Manifest } from './schema.ts';
import { isSignedBy, keyIdOf } from './signing-keys.ts';

export const largestManifestBytes = 64 * 1024;
const dayMs = 86_400_000;

export interface Trust {
  /** Public keys of the administrator's roots, base64. */
  readonly rootKeys: readonly string[];
  /** Of the newest list of keys that this phone has believed; 0 for none. */
  readonly keyListSequence: number;
  readonly nowMs: number;
}

export interface ReadManifest {
  readonly manifest: Manifest;
  readonly keyListSequence: number;
}

export function readManifest(bytes: Uint8Array, trust: Trust): Result<ReadManifest, Refusal> {
  const envelope = readEnvelope(bytes);
  if (!envelope.ok) return envelope;
  const { keys, manifest } = envelope.value;
  const believed = checkKeyList(keys, trust);
  if (!believed.ok) return believed;
  const checked = checkSignature(manifest, keys.signed, trust.nowMs);
  if (!checked.ok) return checked;
  return ok({ manifest: manifest.signed, keyListSequence: keys.signed.sequence });
}

function readEnvelope(bytes: Uint8Array): Result<Envelope, Refusal> {
  if (bytes.length === 0) return refusal('empty', 'The update manifest is empty.');
  if (bytes.length > largestManifestBytes)
    return refusal('too-large', `The update manifest has more than ${largestManifestBytes} bytes.`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    return refusal('not-json', 'The update manifest is no JSON.');
  }
  const valid = validate(envelopeSchema, value);
  return valid.ok ? valid : refusal('wrong-shape', `The update manifest is not of the right form: ${valid.error[0]}`);
}

function checkKeyList({ signed, signatures }: Envelope['keys'], trust: Trust): Result<void, Refusal> {
  if (trust.rootKeys.length === 0)
    return refusal(
      'no-root-key',
      'The policy names no root key ("imageUpdate.rootKeys"), so no update can be believed.',
    );
  const roots = new Map(trust.rootKeys.map((root) => [keyIdOf(root), root]));
  const claims = signatures.filter(({ keyId }) => roots.has(keyId));
  if (claims.length === 0)
    return refusal('key-list-of-stranger', "The list of keys is signed by none of the policy's root keys.");
  if (!claims.some((claim) => isSignedBy(signed, claim, roots.get(claim.keyId) ?? '')))
    return refusal('key-list-forged', 'The signature of the list of keys is wrong.');
  if (signed.sequence < trust.keyListSequence)
    return refusal(
      'key-list-replayed',
      `The list of keys has number ${signed.sequence}; this phone knows number ${trust.keyListSequence} already.`,
    );
  if (trust.nowMs >= Date.parse(signed.expiresAt))
    return refusal('key-list-expired', `The list of keys ended on ${signed.expiresAt}.`);
  if (trust.nowMs < Date.parse(signed.issuedAt) - dayMs)
    return refusal('key-list-from-future', `The list of keys is of ${signed.issuedAt}; is this phone's clock right?`);
  return ok(undefined);
}

function checkSignature(
  { signed, signatures }: Envelope['manifest'],
  list: KeyList,
  nowMs: number,
): Result<void, Refusal> {
  const known = new Map(list.keys.map((entry) => [keyIdOf(entry.publicKey), entry]));
  const revoked = new Set(list.revoked);
  const purpose = signed.downgrade ? 'downgrade' : 'release';
  let worst: ReturnType<typeof refusal> | undefined;
  // One good signature is enough; of the others the last is told.
  for (const signature of signatures) {
    const { keyId } = signature;
    const name = `Key ${keyId.slice(0, 16)}`;
    const entry = known.get(keyId);
    if (revoked.has(keyId)) worst = refusal('key-revoked', `${name} has been revoked.`);
    else if (!entry) worst = refusal('key-unknown', `${name}, by which the manifest is signed, is in no list of keys.`);
    else if (nowMs >= Date.parse(entry.expiresAt))
      worst = refusal('key-expired', `${name} ended on ${entry.expiresAt}.`);
    else if (entry.purpose !== purpose)
      worst = refusal('wrong-purpose', `${name} is for "${entry.purpose}", and this manifest is a "${purpose}".`);
    else if (!isSignedBy(signed, signature, entry.publicKey))
      worst = refusal('forged', 'The signature of the manifest is wrong.');
    else return ok(undefined);
  }
  return worst ?? refusal('key-unknown', 'The manifest is not signed.');
}
