// SDES keys in session descriptions (RFC 4568, with the GCM suites of RFC 7714).

import type { SrtpKey, SrtpSuite } from '../../../media/session.ts';
import type { Attribute } from './session-description.ts';

/** Master key and salt together, in bytes. */
export const suiteKeyLengths: Readonly<Record<SrtpSuite, number>> = {
  AEAD_AES_256_GCM: 44,
  AEAD_AES_128_GCM: 28,
  AES_CM_128_HMAC_SHA1_80: 30,
  AES_CM_128_HMAC_SHA1_32: 30,
};

export interface CryptoOffer {
  readonly tag: number;
  readonly key: SrtpKey;
}

export function printCrypto({ tag, key }: CryptoOffer): Attribute {
  return { name: 'crypto', value: `${tag} ${key.suite} inline:${Buffer.from(key.keyAndSalt).toString('base64')}` };
}

/** Lines of unknown suites, with several keys or with parameters that change the packets are passed over. */
export function readCryptos(attributes: readonly Attribute[]): readonly CryptoOffer[] {
  const offers: CryptoOffer[] = [];
  for (const { name, value } of attributes) {
    const offer = name === 'crypto' && value !== undefined ? readCrypto(value) : undefined;
    if (offer) offers.push(offer);
  }
  return offers;
}

function readCrypto(value: string): CryptoOffer | undefined {
  const [tag, suite, inline, ...sessionParameters] = value.split(/ +/);
  if (!tag || !/^\d{1,9}$/.test(tag) || !suite || !isSuite(suite) || !inline) return undefined;
  // RFC 4568 6.3.7: a mandatory parameter that is not understood refuses the line; only those of key order are harmless.
  if (sessionParameters.some((parameter) => !/^(?:WSH=\d+|-.+)$/.test(parameter))) return undefined;
  const [material, ...options] = /^inline:([^;]+)$/.exec(inline)?.[1]?.split('|') ?? [];
  if (!material || !/^[A-Za-z0-9+/]+={0,2}$/.test(material)) return undefined;
  // A lifetime is informative here; a master key identifier (MKI) would lengthen every packet, so it is not taken.
  if (options.some((option) => option.includes(':'))) return undefined;
  const keyAndSalt = new Uint8Array(Buffer.from(material, 'base64'));
  return keyAndSalt.length === suiteKeyLengths[suite] ? { tag: Number(tag), key: { suite, keyAndSalt } } : undefined;
}

function isSuite(name: string): name is SrtpSuite {
  return Object.hasOwn(suiteKeyLengths, name);
}
