// Ed25519 keys (RFC 8032): their identifiers, and signatures over the canonical form of what is signed.

import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { type Canonical, canonicalBytes } from './canonical.ts';
import type { Signature } from './schema.ts';

/** SHA-256 of the 32 bytes of the public key, in hexadecimal. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

/** The 32 bytes of a key's public half, in base64. */
export function publicKeyOf(key: KeyObject): string {
  const jwk = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  if (jwk.crv !== 'Ed25519' || jwk.x === undefined) throw new TypeError('This is no Ed25519 key.');
  return Buffer.from(jwk.x, 'base64url').toString('base64');
}

export function signCanonical(signed: Canonical, privateKey: KeyObject): Signature {
  return {
    keyId: keyIdOf(publicKeyOf(privateKey)),
    signature: sign(null, canonicalBytes(signed), privateKey).toString('base64'),
  };
}

export function isSignedBy(signed: Canonical, signature: Signature, publicKey: string): boolean {
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, canonicalBytes(signed), key, Buffer.from(signature.signature, 'base64'));
}
