// Session keys from the master key (RFC 3711, 4.3; RFC 7714, 11), with a key derivation rate of zero.

import { createCipheriv } from 'node:crypto';
import { err, ok, type Result } from '../../hal/result.ts';
import type { SrtpKey } from '../session.ts';
import { suiteShapes } from './suites.ts';

export interface SessionKeys {
  readonly cipherKey: Uint8Array;
  readonly salt: Uint8Array;
  /** Empty for AEAD suites, which authenticate with the cipher itself. */
  readonly authKey: Uint8Array;
}

const authKeyBytes = 20;
/** Labels of RFC 3711, 4.3.1 and 4.3.2. */
export const labels = { rtp: { cipher: 0, auth: 1, salt: 2 }, rtcp: { cipher: 3, auth: 4, salt: 5 } } as const;
/** The label lies over the seventh octet from the right of the 112-bit salt. */
const labelAt = 7;

/** AES_CM_PRF of RFC 3711, and AES_256_CM_PRF of RFC 6188 where the key has 32 octets; 14 octets of salt, or 12. */
export function deriveKey(masterKey: Uint8Array, masterSalt: Uint8Array, label: number, length: number): Uint8Array {
  const counter = new Uint8Array(16);
  // The 96-bit salts of RFC 7714 are filled with zeros on the right.
  counter.set(masterSalt);
  counter[labelAt] = (counter[labelAt] ?? 0) ^ label;
  const cipher = createCipheriv(masterKey.length === 32 ? 'aes-256-ctr' : 'aes-128-ctr', masterKey, counter);
  return new Uint8Array(cipher.update(new Uint8Array(length)));
}

export function deriveSessionKeys(key: SrtpKey, stream: 'rtp' | 'rtcp'): Result<SessionKeys> {
  const shape = suiteShapes[key.suite];
  if (key.keyAndSalt.length !== shape.keyBytes + shape.saltBytes) {
    return err(
      `${key.suite} needs ${shape.keyBytes + shape.saltBytes} octets of key and salt, not ${key.keyAndSalt.length}`,
    );
  }
  const masterKey = key.keyAndSalt.subarray(0, shape.keyBytes);
  const masterSalt = key.keyAndSalt.subarray(shape.keyBytes);
  const label = labels[stream];
  return ok({
    cipherKey: deriveKey(masterKey, masterSalt, label.cipher, shape.keyBytes),
    salt: deriveKey(masterKey, masterSalt, label.salt, shape.saltBytes),
    authKey: shape.aead ? new Uint8Array(0) : deriveKey(masterKey, masterSalt, label.auth, authKeyBytes),
  });
}
