// TLS contexts by their trust anchors: the system's and those of the account; building one takes tens of milliseconds.

import { existsSync, readFileSync } from 'node:fs';
import tls from 'node:tls';

const kept = new Map<string, { readonly context: tls.SecureContext; readonly madeAtMs: number }>();
const keptLimit = 4;
/** Old enough, and the system's anchors are read again. */
const keptForMs = 24 * 3600 * 1000;
/** Where Debian keeps its anchors, all in one text. */
const systemAnchorsFile = '/etc/ssl/certs/ca-certificates.crt';

export function trustedCertificates(trustAnchors: readonly string[]): string[] {
  return [...systemAnchors(), ...trustAnchors];
}

/** Not by `tls.getCACertificates`: Node would keep every certificate that it lists, several times over, in 6 MB. */
function systemAnchors(): readonly string[] {
  return existsSync(systemAnchorsFile) ? [readFileSync(systemAnchorsFile, 'utf8')] : tls.rootCertificates;
}

export function secureContextFor(trustAnchors: readonly string[], nowMs: number): tls.SecureContext {
  const key = trustAnchors.join('\n');
  const known = kept.get(key);
  if (known && nowMs - known.madeAtMs < keptForMs) return known.context;
  const context = tls.createSecureContext({ ca: trustedCertificates(trustAnchors), minVersion: 'TLSv1.2' });
  if (kept.size >= keptLimit) kept.clear();
  kept.set(key, { context, madeAtMs: nowMs });
  return context;
}
