// Throw-away certificates of every kind a phone may meet.

// The certificate library needs this polyfill before it loads.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 24 * 3600 * 1000;

export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateWish {
  readonly names?: x509.JsonGeneralNames;
  readonly commonName?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export interface TestAuthority {
  readonly certificate: string;
  issue(wish?: CertificateWish): Promise<ServerCertificate>;
}

const defaultNames: x509.JsonGeneralNames = [
  { type: 'dns', value: 'fernleigh.test' },
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
];

export async function makeAuthority(): Promise<TestAuthority> {
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test authority',
    notBefore: new Date(Date.now() - 10 * 365 * day),
    notAfter: new Date(Date.now() + 10 * 365 * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  return {
    certificate: authority.toString('pem'),
    async issue(wish = {}) {
      const own = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const names = wish.names ?? defaultNames;
      const certificate = await x509.X509CertificateGenerator.create({
        subject: `CN=${wish.commonName ?? 'Test server'}`,
        issuer: authority.subject,
        notBefore: wish.notBefore ?? new Date(Date.now() - day),
        notAfter: wish.notAfter ?? new Date(Date.now() + 365 * day),
        signingAlgorithm: algorithm,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : [],
      });
      const exported = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      const key = `-----BEGIN PRIVATE KEY-----\n${exported.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
      return { certificate: certificate.toString('pem'), key };
    },
  };
}
