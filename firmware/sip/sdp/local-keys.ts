// Fresh SRTP keys for a call, one a suite, best first.

import type { RandomSource } from '../../../hal/clock.ts';
import type { SrtpKey, SrtpSuite } from '../../../media/session.ts';
import { suiteKeyLengths } from './crypto-attribute.ts';

/** Best first. */
export const srtpSuites: readonly SrtpSuite[] = [
  'AEAD_AES_256_GCM',
  'AEAD_AES_128_GCM',
  'AES_CM_128_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
];

export function makeLocalKeys(random: RandomSource, suites: readonly SrtpSuite[] = srtpSuites): readonly SrtpKey[] {
  return suites.map((suite) => ({ suite, keyAndSalt: random.bytes(suiteKeyLengths[suite]) }));
}
