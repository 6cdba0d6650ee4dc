// Digest authentication as a server (RFC 7616, RFC 8760): challenges with SHA-256 and MD5, checks what comes back.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock, RandomSource } from '../../../hal/clock.ts';
import { type Parameters, parseParameters, splitOutside } from './fields.ts';

export type DigestAlgorithm = 'SHA-256' | 'MD5';

export type DigestVerdict =
  | { readonly kind: 'accepted'; readonly user: string; readonly algorithm: DigestAlgorithm }
  /** No credentials for this realm, or an outdated nonce: challenge (again). */
  | { readonly kind: 'challenge'; readonly stale: boolean }
  | { readonly kind: 'unknown-user'; readonly user: string }
  | { readonly kind: 'wrong-password'; readonly user: string }
  | { readonly kind: 'malformed' };

export const NONCE_LIFETIME_MS = 5 * 60_000;
/** These give up at the first algorithm they do not know, in whatever order the challenges come. */
const MD5_ONLY_AGENTS = /^baresip v[01]\./;
const MAX_TRACKED_NONCES = 10_000;

export interface DigestOptions {
  readonly realm: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly passwordOf: (user: string) => string | undefined;
  /** Offered in this order; SHA-256 first. */
  readonly algorithms?: readonly DigestAlgorithm[];
}

export class DigestServer {
  readonly #options: DigestOptions;
  readonly #secret: Uint8Array;
  /** Highest nonce count seen a nonce, so that a copied header is worth nothing. */
  readonly #counts = new Map<string, number>();
  algorithms: readonly DigestAlgorithm[];

  constructor(options: DigestOptions) {
    this.#options = options;
    this.#secret = options.random.bytes(32);
    this.algorithms = options.algorithms ?? ['SHA-256', 'MD5'];
  }

  /** One header value an algorithm, strongest first (RFC 8760 section 2.3). */
  challenges(stale: boolean, userAgent = ''): string[] {
    const nonce = this.#newNonce();
    const offered = this.algorithms.filter((each) => each === 'MD5' || !MD5_ONLY_AGENTS.test(userAgent));
    return offered.map(
      (algorithm) =>
        `Digest realm="${this.#options.realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${stale ? ', stale=true' : ''}`,
    );
  }

  verify(method: string, values: readonly string[]): DigestVerdict {
    const ours = values.map(parseCredentials).find((fields) => fields?.get('realm') === this.#options.realm);
    if (!ours) return { kind: 'challenge', stale: false };
    return this.#judge(method, ours);
  }

  #judge(method: string, fields: Parameters): DigestVerdict {
    const [user, nonce, uri, response] = ['username', 'nonce', 'uri', 'response'].map((name) => fields.get(name));
    if (user === undefined || !nonce || !uri || !response) return { kind: 'malformed' };
    const algorithm = (fields.get('algorithm') ?? 'MD5').toUpperCase();
    if ((algorithm !== 'MD5' && algorithm !== 'SHA-256') || !this.algorithms.includes(algorithm)) {
      return { kind: 'challenge', stale: false };
    }
    const count = fields.get('nc') ?? '';
    const clientNonce = fields.get('cnonce') ?? '';
    if (fields.get('qop') !== 'auth' || !/^[0-9a-f]{8}$/i.test(count) || !clientNonce) return { kind: 'malformed' };
    const password = this.#options.passwordOf(user);
    if (password === undefined) return { kind: 'unknown-user', user };
    const hash = (text: string) =>
      createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex');
    const secretHash = hash(`${user}:${this.#options.realm}:${password}`);
    const expected = hash(`${secretHash}:${nonce}:${count}:${clientNonce}:auth:${hash(`${method}:${uri}`)}`);
    if (!sameText(expected, response.toLowerCase())) return { kind: 'wrong-password', user };
    // Only after the password: a stale nonce with a wrong password must not be answered stale=true (RFC 7616 3.3).
    if (!this.#isFresh(nonce, Number.parseInt(count, 16))) return { kind: 'challenge', stale: true };
    return { kind: 'accepted', user, algorithm };
  }

  /** Time and a keyed hash of it: the server needs no memory of what it handed out. */
  #newNonce(): string {
    const salt = Buffer.from(this.#options.random.bytes(6)).toString('hex');
    const stamp = `${Math.floor(this.#options.clock.nowMs()).toString(36)}.${salt}`;
    return `${stamp}.${this.#sign(stamp)}`;
  }

  #sign(stamp: string): string {
    return createHmac('sha256', this.#secret).update(stamp).digest('hex').slice(0, 32);
  }

  #isFresh(nonce: string, count: number): boolean {
    const [time = '', salt = '', signature = ''] = nonce.split('.');
    if (!sameText(this.#sign(`${time}.${salt}`), signature)) return false;
    if (this.#options.clock.nowMs() - Number.parseInt(time, 36) > NONCE_LIFETIME_MS) return false;
    if (count <= (this.#counts.get(nonce) ?? 0)) return false;
    this.#counts.delete(nonce);
    this.#counts.set(nonce, count);
    if (this.#counts.size > MAX_TRACKED_NONCES) {
      const oldest = this.#counts.keys().next().value;
      if (oldest !== undefined) this.#counts.delete(oldest);
    }
    return true;
  }
}

function parseCredentials(value: string): Parameters | undefined {
  const match = /^Digest\s+(.*)$/is.exec(value);
  return match?.[1] === undefined ? undefined : parseParameters(splitOutside(match[1], ','));
}

function sameText(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
