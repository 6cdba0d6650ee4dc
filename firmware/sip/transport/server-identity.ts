// Is this certificate the one of the SIP domain we want (RFC 5922 section 7)?

import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { ValidityPeriod } from './connect-failure.ts';

/** Undefined when one of the names fits; else an error shaped like Node's own, so that one classification serves both. */
export function checkServerIdentity(certificate: PeerCertificate, identities: readonly string[]): Error | undefined {
  const x509 = new X509Certificate(certificate.raw);
  if (identities.some((identity) => carries(x509, identity.toLowerCase()))) return undefined;
  const names = x509.subjectAltName ?? x509.subject.replaceAll('\n', ', ');
  const error = new Error(`the certificate is for ${names}, not for ${identities.join(' or ')}`);
  return Object.assign(error, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
}

export function readValidity(certificate: PeerCertificate | undefined): ValidityPeriod | undefined {
  if (!certificate?.valid_from || !certificate.valid_to) return undefined;
  return { notBeforeMs: Date.parse(certificate.valid_from), notAfterMs: Date.parse(certificate.valid_to) };
}

/**
 * What the server showed, kept also where it is refused: by the time of the error Node has let go of it. Node verifies in
 * a listener of its own for the same event, so this one is put in front of it.
 */
export function rememberValidity(socket: TLSSocket): () => ValidityPeriod | undefined {
  let validity: ValidityPeriod | undefined;
  socket.prependOnceListener('secure', () => {
    validity = readValidity(socket.getPeerCertificate());
  });
  return () => validity;
}

function carries(certificate: X509Certificate, identity: string): boolean {
  if (isIP(identity)) return certificate.checkIP(identity) !== undefined;
  const uris = alternativeNames(certificate).filter((name) => name.startsWith('URI:sip:'));
  if (uris.some((name) => name.slice('URI:sip:'.length).toLowerCase() === identity)) return true;
  // RFC 5922 7.2: no wildcards in SIP; the common name counts only where there is no alternative name at all.
  return certificate.checkHost(identity, { wildcards: false, subject: 'default' }) !== undefined;
}

/** Node prints the list with ', ' between and quotes names that could be mistaken for a separator. */
function alternativeNames(certificate: X509Certificate): readonly string[] {
  return (certificate.subjectAltName?.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []).map((name) => name.trim());
}
