// The throw-away certificate authority of the bench: one root, server certificates good and deliberately bad.

import { webcrypto } from 'node:crypto';
// The certificate library asks for this polyfill before it is loaded.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
export const AUTHORITY_LIFETIME_MS = 365 * DAY_MS;
export const SERVER_LIFETIME_MS = 90 * DAY_MS;

export interface PemPair {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface ServerCertificateOptions {
  /** Host names and IPv4 addresses for subjectAltName. */
  readonly names: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export async function createAuthority(nowMs: number): Promise<PemPair> {
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Fernleigh bench authority',
    keys: keys,
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + AUTHORITY_LIFETIME_MS),
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return toPem(certificate, keys.privateKey);
}

export async function createServerCertificate(authority: PemPair, options: ServerCertificateOptions): Promise<PemPair> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const names = options.names.map((value) => ({
    type: /^\d+\.\d+\.\d+\.\d+$/.test(value) ? ('ip' as const) : ('dns' as const),
    value,
  }));
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${options.names[0] ?? 'unnamed'}`,
    issuer: issuer.subject,
    notBefore: new Date(options.notBeforeMs),
    notAfter: new Date(options.notAfterMs),
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.privateKey),
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return toPem(certificate, keys.privateKey);
}

/** For whoever signs images. */
export async function createSigningCertificate(authority: PemPair, nowMs: number): Promise<PemPair> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=Fernleigh releases',
    issuer: issuer.subject,
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + AUTHORITY_LIFETIME_MS),
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.privateKey),
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.codeSigning], true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return toPem(certificate, keys.privateKey);
}

export type BadCertificate = 'expired' | 'not-yet-valid' | 'wrong-host' | 'other-authority';

/** A certificate with exactly one thing wrong, for tests of the phone's refusals. */
export async function createBadCertificate(
  kind: BadCertificate,
  authority: PemPair,
  names: readonly string[],
  nowMs: number,
): Promise<PemPair> {
  const good = { names, notBeforeMs: nowMs - DAY_MS, notAfterMs: nowMs + SERVER_LIFETIME_MS };
  switch (kind) {
    case 'expired':
      return createServerCertificate(authority, {
        ...good,
        notBeforeMs: nowMs - 30 * DAY_MS,
        notAfterMs: nowMs - DAY_MS,
      });
    case 'not-yet-valid':
      return createServerCertificate(authority, { ...good, notBeforeMs: nowMs + DAY_MS });
    case 'wrong-host':
      return createServerCertificate(authority, { ...good, names: ['elsewhere.test'] });
    case 'other-authority':
      return createServerCertificate(await createAuthority(nowMs), good);
  }
}

export function validUntilMs(certificatePem: string): number {
  return new x509.X509Certificate(certificatePem).notAfter.getTime();
}

async function toPem(certificate: x509.X509Certificate, key: webcrypto.CryptoKey): Promise<PemPair> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key);
  return {
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
  };
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [pkcs8] = x509.PemConverter.decode(pem);
  if (!pkcs8) throw new Error('the authority has no private key');
  return webcrypto.subtle.importKey('pkcs8', pkcs8, KEY, false, ['sign']);
}
