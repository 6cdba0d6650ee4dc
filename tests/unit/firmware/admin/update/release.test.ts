// The tools of whoever releases images: what they sign, a phone believes; what they are given wrongly, they say.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { release } from '../../../../../build/bundle/command.ts';
import { readManifest } from '../../../../../firmware/admin/update/manifest/index.ts';

const nowMs = Date.UTC(2026, 10, 25, 9);
const hash = 'ab'.repeat(32);
let folder: string;
const file = (name: string) => join(folder, name);
const run = (...words: string[]) => release(words, nowMs);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-release-'));
  writeFileSync(file('offhook.raucb'), 'an image');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function newKey(name: string): Promise<string> {
  const made = await run('key', file(name));
  return (made.ok && /Public key: (\S+)/.exec(made.value)?.[1]) || '';
}

const manifestOf = (...more: string[]) =>
  run(
    ...['manifest', file('offhook.raucb'), '--keys', file('keys.json'), '--key', file('release.key')],
    ...['--compatible', 'offhook-rpi4', '--version', '0.3.0', '--minimum-version', '0.1.0'],
    ...['--manifest-hash', hash, '--out', file('approved.json'), ...more],
  );

it('signs a manifest that a phone with the root key believes', async () => {
  const root = await newKey('root.key');
  const release = await newKey('release.key');
  expect(await run('keys', '--root', file('root.key'), '--release', release, '--out', file('keys.json'))).toMatchObject(
    {
      ok: true,
    },
  );
  expect(await manifestOf()).toMatchObject({ ok: true });
  const read = readManifest(readFileSync(file('approved.json')), { rootKeys: [root], keyListSequence: 0, nowMs });
  expect(read).toMatchObject({
    ok: true,
    value: {
      manifest: {
        ring: 'approved',
        bundle: { file: 'offhook.raucb', sizeBytes: 8, manifestSha256: hash },
        expiresAt: '2027-02-23T09:00:00Z',
      },
    },
  });
});

it('keeps a private key to its owner, and never writes over one', async () => {
  await newKey('root.key');
  expect(statSync(file('root.key')).mode & 0o777).toBe(0o600);
  const before = readFileSync(file('root.key'), 'utf8');
  expect(await run('key', file('root.key'))).toMatchObject({ ok: false, error: expect.stringContaining('EEXIST') });
  expect(readFileSync(file('root.key'), 'utf8')).toBe(before);
});

it('revokes a key by a newer list', async () => {
  const root = await newKey('root.key');
  const stolen = await newKey('release.key');
  const words = ['keys', '--root', file('root.key'), '--release', stolen, '--revoke', stolen];
  await run(...words, '--out', file('keys.json'));
  await manifestOf();
  const read = readManifest(readFileSync(file('approved.json')), { rootKeys: [root], keyListSequence: 0, nowMs });
  expect(read).toMatchObject({ ok: false, error: { reason: 'key-revoked' } });
});

it.each([
  ['no command', [], 'npm run release:key'],
  ['an unknown option', ['keys', '--rot', 'x'], "Unknown option '--rot'"],
  ['a key that is not there', ['keys', '--root', '/nowhere', '--out', '/nowhere'], 'ENOENT'],
  ['a key of no use', ['keys', '--root', 'ROOT', '--release', 'abc', '--out', '/nowhere'], '32 bytes of a public'],
])('says what is wrong with %s', async (_what, words, sentence) => {
  await newKey('root.key');
  const answer = await run(...words.map((word) => (word === 'ROOT' ? file('root.key') : word)));
  expect(answer).toMatchObject({ ok: false, error: expect.stringContaining(sentence) });
});

it.each([
  ['a version that is none', ['--version', 'new'], 'a version such as "1.2.3"'],
  ['a ring that is none', ['--ring', 'all'], '"pending", "test-devices" or "approved"'],
  ['no number of days', ['--days', 'many'], 'a whole number from 1 to 400'],
])('refuses to sign %s', async (_what, more, sentence) => {
  await newKey('root.key');
  const release = await newKey('release.key');
  await run('keys', '--root', file('root.key'), '--release', release, '--out', file('keys.json'));
  expect(await manifestOf(...more)).toMatchObject({ ok: false, error: expect.stringContaining(sentence) });
});
