// Answers a digest challenge (RFC 7616 section 3.4) with quality of protection `auth`.

import { createHash } from 'node:crypto';
import type { DigestAlgorithm, DigestChallenge } from './challenge.ts';

export interface Account {
  readonly user: string;
  readonly password: string;
}

export interface SignedRequest {
  readonly method: string;
  /** The Request-URI as sent. */
  readonly uri: string;
  /** How often this nonce has been used, this time included. */
  readonly nonceCount: number;
  readonly cnonce: string;
}

const hashes: Readonly<Record<DigestAlgorithm, string>> = {
  'SHA-256': 'sha256',
  'SHA-512-256': 'sha512-256',
  MD5: 'md5',
};

export function digestResponse(account: Account, challenge: DigestChallenge, request: SignedRequest): string {
  const hash = (text: string): string => createHash(hashes[challenge.algorithm]).update(text, 'utf8').digest('hex');
  const secret = hash(`${account.user}:${challenge.realm}:${account.password}`);
  const action = hash(`${request.method}:${request.uri}`);
  if (!challenge.qopAuth) return hash(`${secret}:${challenge.nonce}:${action}`);
  return hash(`${secret}:${challenge.nonce}:${printCount(request.nonceCount)}:${request.cnonce}:auth:${action}`);
}

/** The value of Authorization or Proxy-Authorization. */
export function printCredentials(account: Account, challenge: DigestChallenge, request: SignedRequest): string {
  const fields = [
    `username="${escapeQuotes(account.user)}"`,
    `realm="${challenge.realm}"`,
    `nonce="${challenge.nonce}"`,
    `uri="${request.uri}"`,
    `response="${digestResponse(account, challenge, request)}"`,
    `algorithm=${challenge.algorithm}`,
  ];
  if (challenge.opaque !== undefined) fields.push(`opaque="${challenge.opaque}"`);
  if (challenge.qopAuth) fields.push('qop=auth', `cnonce="${request.cnonce}"`, `nc=${printCount(request.nonceCount)}`);
  return `Digest ${fields.join(', ')}`;
}

function printCount(count: number): string {
  return count.toString(16).padStart(8, '0');
}

function escapeQuotes(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
