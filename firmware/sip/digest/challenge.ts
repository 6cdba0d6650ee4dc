// Reads digest challenges (RFC 7616, RFC 8760) and chooses the strongest that policy lets us answer.

export type DigestAlgorithm = 'SHA-256' | 'SHA-512-256' | 'MD5';

export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: DigestAlgorithm;
  /** False for a server from before RFC 2617 that names no quality of protection. */
  readonly qopAuth: boolean;
  readonly stale: boolean;
}

/** Best first. */
const preference: readonly DigestAlgorithm[] = ['SHA-256', 'SHA-512-256', 'MD5'];
const challengeLimit = 8;

/** One header value may not hold several challenges in SIP (RFC 3261 20.27), but several headers may come. */
export function readChallenges(headerValues: readonly string[]): readonly DigestChallenge[] {
  const challenges = headerValues.slice(0, challengeLimit).map(readChallenge);
  return challenges.filter((challenge) => challenge !== undefined);
}

export function chooseChallenge(
  challenges: readonly DigestChallenge[],
  allowMd5: boolean,
): DigestChallenge | undefined {
  for (const algorithm of preference) {
    if (algorithm === 'MD5' && !allowMd5) continue;
    const found = challenges.find((challenge) => challenge.algorithm === algorithm);
    if (found) return found;
  }
  return undefined;
}

function readChallenge(value: string): DigestChallenge | undefined {
  const scheme = /^\s*Digest\s+/i.exec(value);
  if (!scheme) return undefined;
  const fields = readFields(value.slice(scheme[0].length));
  const realm = fields.get('realm');
  const nonce = fields.get('nonce');
  const algorithm = readAlgorithm(fields.get('algorithm'));
  const qops = fields
    .get('qop')
    ?.split(',')
    .map((qop) => qop.trim().toLowerCase());
  if (realm === undefined || nonce === undefined || !algorithm || (qops && !qops.includes('auth'))) return undefined;
  return {
    realm,
    nonce,
    opaque: fields.get('opaque'),
    algorithm,
    qopAuth: qops !== undefined,
    stale: fields.get('stale')?.toLowerCase() === 'true',
  };
}

/** Values as written inside their quotes, escapes and all: they go back to the server the same way. */
function readFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const match of text.matchAll(/([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)/g)) {
    const name = match[1]?.toLowerCase() ?? '';
    if (!fields.has(name)) fields.set(name, match[2] ?? match[3] ?? '');
  }
  return fields;
}

function readAlgorithm(name: string | undefined): DigestAlgorithm | undefined {
  if (name === undefined) return 'MD5';
  return preference.find((algorithm) => algorithm === name.toUpperCase());
}

/** In a form that the library's own grammar is sure to read. */
export function printChallenge(challenge: DigestChallenge): string {
  const { realm, nonce, opaque, algorithm, qopAuth, stale } = challenge;
  const fields = [`realm="${realm}"`, `nonce="${nonce}"`, `algorithm=${algorithm}`];
  if (opaque !== undefined) fields.push(`opaque="${opaque}"`);
  if (qopAuth) fields.push('qop="auth"');
  if (stale) fields.push('stale=true');
  return `Digest ${fields.join(', ')}`;
}
