// The three commands of whoever releases images: make a key, list the keys that count, sign a bundle's manifest.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { envelopeSchema, longestLifeDays } from '../../firmware/admin/update/manifest/index.ts';
import { readJson, validate } from '../../firmware/config/index.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import { type ListedKey, messageOf, readPrivateKey, signKeyList, writeNewKey } from './release-keys.ts';
import { describeBundle, signManifest } from './release-manifest.ts';

export const usage = `npm run release:key -- FILE
    makes a private key; prints its public key
npm run release:keys -- --root FILE... --release PUBLIC... [--downgrade PUBLIC...] [--revoke PUBLIC...] [--days 365] --out FILE
    signs the list of keys that phones believe
npm run release:manifest -- BUNDLE --keys FILE --key FILE... --compatible NAME --version X.Y.Z --minimum-version X.Y.Z
    [--ring approved] [--days 90] [--as-downgrade] [--manifest-hash HEX] --out FILE
    signs the manifest of a bundle`;

const many = { type: 'string', multiple: true } as const;
const one = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** Answers what is to be printed. Sequences are seconds since 1970: they rise by themselves. */
export async function release(words: readonly string[], nowMs: number): Promise<Result<string>> {
  const [command, ...rest] = words;
  try {
    if (command === 'key') return newKey(rest);
    if (command === 'keys') return listKeys(rest, nowMs);
    if (command === 'manifest') return await makeManifest(rest, nowMs);
  } catch (error) {
    // What parseArgs says of an option is for the person who typed it.
    if (error instanceof TypeError && 'code' in error) return err(`${error.message}\n${usage}`);
    throw error;
  }
  return err(usage);
}

function newKey(words: readonly string[]): Result<string> {
  const [file, ...rest] = words;
  if (file === undefined || rest.length > 0) return err(usage);
  const made = writeNewKey(file);
  return made.ok ? ok(`Private key in ${file}; keep it off every server.\nPublic key: ${made.value}`) : made;
}

function listKeys(words: readonly string[], nowMs: number): Result<string> {
  const options = { root: many, release: many, downgrade: many, revoke: many, days: one, out: one };
  const { values } = parseArgs({ args: [...words], options });
  const roots = (values.root ?? []).map(readPrivateKey);
  for (const root of roots) if (!root.ok) return root;
  if (roots.length === 0 || values.out === undefined) return err(usage);
  const days = dayCount(values.days, 365);
  if (!days.ok) return days;
  const listed = (purpose: ListedKey['purpose'], keys: readonly string[] = []) =>
    keys.map((publicKey) => ({ publicKey, purpose }));
  const signed = signKeyList(
    {
      sequence: Math.floor(nowMs / 1000),
      nowMs,
      days: days.value,
      keys: [...listed('release', values.release), ...listed('downgrade', values.downgrade)],
      revoked: values.revoke ?? [],
    },
    roots.flatMap((root) => (root.ok ? [root.value] : [])),
  );
  return signed.ok ? save(values.out, signed.value) : signed;
}

async function makeManifest(words: readonly string[], nowMs: number): Promise<Result<string>> {
  const options = {
    ...{ keys: one, key: many, compatible: one, version: one, 'minimum-version': one, ring: one, days: one, out: one },
    ...{ 'manifest-hash': one, 'as-downgrade': flag },
  } as const;
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0 || values.keys === undefined || values.out === undefined) return err(usage);
  const days = dayCount(values.days, 90);
  if (!days.ok) return days;
  const json = readJson(values.keys);
  if (!json.ok) return json;
  const keys = validate(envelopeSchema.shape.keys, json.value);
  if (!keys.ok) return err(`${values.keys} is no signed list of keys: ${keys.error[0]}`);
  const signers = (values.key ?? []).map(readPrivateKey);
  for (const signer of signers) if (!signer.ok) return signer;
  const hash = values['manifest-hash'] === undefined ? askRauc(file) : ok(values['manifest-hash']);
  if (!hash.ok) return hash;
  const bundle = await describeBundle(file, hash.value);
  if (!bundle.ok) return bundle;
  const signed = signManifest(
    {
      sequence: Math.floor(nowMs / 1000),
      nowMs,
      days: days.value,
      ring: values.ring ?? 'approved',
      compatible: values.compatible ?? '',
      version: values.version ?? '',
      minimumVersion: values['minimum-version'] ?? '',
      downgrade: values['as-downgrade'] ?? false,
    },
    bundle.value,
    keys.value,
    signers.flatMap((signer) => (signer.ok ? [signer.value] : [])),
  );
  return signed.ok ? save(values.out, signed.value) : signed;
}

function dayCount(text: string | undefined, usual: number): Result<number> {
  const days = text === undefined ? usual : Number(text);
  return Number.isInteger(days) && days >= 1 && days <= longestLifeDays
    ? ok(days)
    : err(`--days must be a whole number from 1 to ${longestLifeDays}, not "${text}".`);
}

/** The hash is in the bundle's signature, which RAUC reads; whether it trusts it is the phone's business, not ours. */
function askRauc(file: string): Result<string> {
  try {
    const printed = execFileSync('rauc', ['info', '--no-verify', '--output-format=json', file], { encoding: 'utf8' });
    const { hash } = JSON.parse(printed) as { readonly hash?: unknown };
    return typeof hash === 'string' ? ok(hash) : err(`rauc tells no manifest hash of ${file}.`);
  } catch (error) {
    return err(`${file} could not be read by rauc (or give --manifest-hash): ${messageOf(error)}.`);
  }
}

function save(file: string, value: unknown): Result<string> {
  try {
    writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
    return ok(`Written: ${file}`);
  } catch (error) {
    return err(`${file} cannot be written: ${messageOf(error)}.`);
  }
}
