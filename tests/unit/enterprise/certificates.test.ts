// The throw-away authority: kept, renewed in time, and able to make certificates that are wrong in one way each.

import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  AUTHORITY_LIFETIME_MS,
  createAuthority,
  createBadCertificate,
  SERVER_LIFETIME_MS,
} from '../../../bench/enterprise/certificates/authority.ts';
import { openCertificates } from '../../../bench/enterprise/certificates/certificate-store.ts';

const NAMES = ['fernleigh.test', 'localhost', '127.0.0.1'];
const NOW_MS = Date.UTC(2026, 10, 23);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-certificates-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function open(nowMs = NOW_MS) {
  const opened = await openCertificates(folder, NAMES, nowMs);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

test('issues for all names of the server, and keeps what it made', async () => {
  const first = await open();
  const server = new X509Certificate(first.server.certificate);
  for (const name of NAMES.slice(0, 2)) expect(server.checkHost(name)).toBe(name);
  expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(server.verify(new X509Certificate(first.authority.certificate).publicKey)).toBe(true);
  expect(await open(NOW_MS + 1000)).toEqual(first);
});

test('renews the server before its end, and everything when the authority ends', async () => {
  const first = await open();
  const later = await open(NOW_MS + SERVER_LIFETIME_MS - 1000);
  expect(later.authority).toEqual(first.authority);
  expect(later.server).not.toEqual(first.server);
  const muchLater = await open(NOW_MS + AUTHORITY_LIFETIME_MS);
  expect(muchLater.authority).not.toEqual(first.authority);
});

test('makes anew what was damaged', async () => {
  const first = await open();
  writeFileSync(join(folder, 'server.pem'), 'half a fi');
  expect((await open()).server).not.toEqual(first.server);
});

test('says which folder it cannot use', async () => {
  writeFileSync(join(folder, 'file'), '');
  const opened = await openCertificates(join(folder, 'file', 'below'), NAMES, NOW_MS);
  expect(opened.ok ? '' : opened.error).toContain('cannot keep certificates in');
});

test('bad certificates have one thing wrong each', async () => {
  const authority = await createAuthority(NOW_MS);
  const make = async (kind: Parameters<typeof createBadCertificate>[0]) => {
    const certificate = new X509Certificate((await createBadCertificate(kind, authority, NAMES, NOW_MS)).certificate);
    return {
      trusted: certificate.verify(new X509Certificate(authority.certificate).publicKey),
      begun: Date.parse(certificate.validFrom) <= NOW_MS,
      over: Date.parse(certificate.validTo) <= NOW_MS,
      named: certificate.checkHost('fernleigh.test') !== undefined,
    };
  };
  const good = { trusted: true, begun: true, over: false, named: true };
  expect(await make('expired')).toEqual({ ...good, over: true });
  expect(await make('not-yet-valid')).toEqual({ ...good, begun: false });
  expect(await make('wrong-host')).toEqual({ ...good, named: false });
  expect(await make('other-authority')).toEqual({ ...good, trusted: false });
});
