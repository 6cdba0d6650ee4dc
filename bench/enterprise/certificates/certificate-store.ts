// Keep the authority and the server certificate in a folder, and make them anew when missing, damaged or nearly expired.

import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../hal/result.ts';
import {
  createAuthority,
  createServerCertificate,
  type PemPair,
  SERVER_LIFETIME_MS,
  validUntilMs,
} from './authority.ts';

const RENEW_BEFORE_MS = 7 * 86_400_000;

export interface BenchCertificates {
  readonly authority: PemPair;
  readonly server: PemPair;
  readonly authorityFile: string;
}

export async function openCertificates(
  folder: string,
  names: readonly string[],
  nowMs: number,
): Promise<Result<BenchCertificates>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    let authority = await readPair(folder, 'authority');
    let server = await readPair(folder, 'server');
    if (!authority || expiresSoon(authority, nowMs)) {
      authority = await createAuthority(nowMs);
      server = undefined;
      await writePair(folder, 'authority', authority);
    }
    if (!server || expiresSoon(server, nowMs) || !isFor(server, names, authority)) {
      server = await createServerCertificate(authority, {
        names,
        notBeforeMs: nowMs - 86_400_000,
        notAfterMs: nowMs + SERVER_LIFETIME_MS,
      });
      await writePair(folder, 'server', server);
    }
    return ok({ authority, server, authorityFile: join(folder, 'authority.pem') });
  } catch (error) {
    return err(`cannot keep certificates in ${folder}: ${(error as Error).message}`);
  }
}

function expiresSoon(pair: PemPair, nowMs: number): boolean {
  return validUntilMs(pair.certificate) < nowMs + RENEW_BEFORE_MS;
}

/** A computer on the network has another address tomorrow. */
function isFor(server: PemPair, names: readonly string[], authority: PemPair): boolean {
  const certificate = new X509Certificate(server.certificate);
  if (!certificate.verify(new X509Certificate(authority.certificate).publicKey)) return false;
  return names.every((name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined);
}

/** Undefined when missing or not what we wrote; both mean: make it anew. */
async function readPair(folder: string, name: string): Promise<PemPair | undefined> {
  const [certificate, privateKey] = await Promise.all(
    [`${name}.pem`, `${name}-key.pem`].map((file) => readFile(join(folder, file), 'utf8').catch(() => '')),
  );
  if (!certificate?.includes('BEGIN CERTIFICATE') || !privateKey?.includes('BEGIN PRIVATE KEY')) return undefined;
  return { certificate, privateKey };
}

async function writePair(folder: string, name: string, pair: PemPair): Promise<void> {
  await writeWhole(join(folder, `${name}-key.pem`), pair.privateKey, 0o600);
  await writeWhole(join(folder, `${name}.pem`), pair.certificate, 0o644);
}

async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode });
  await rename(`${file}.new`, file);
}
