// The four protection suites: sizes of their keys, salts and tags (RFC 3711, RFC 7714).

import type { SrtpSuite } from '../session.ts';

export interface SuiteShape {
  readonly keyBytes: 16 | 32;
  readonly saltBytes: 12 | 14;
  /** Octets that protection adds to an RTP packet. */
  readonly rtpTagBytes: number;
  /** The same for RTCP, without the four of its index. RFC 3711 keeps 80 bits here even for the _32 suite. */
  readonly rtcpTagBytes: number;
  readonly aead: boolean;
}

export const suiteShapes: Record<SrtpSuite, SuiteShape> = {
  AEAD_AES_256_GCM: { keyBytes: 32, saltBytes: 12, rtpTagBytes: 16, rtcpTagBytes: 16, aead: true },
  AEAD_AES_128_GCM: { keyBytes: 16, saltBytes: 12, rtpTagBytes: 16, rtcpTagBytes: 16, aead: true },
  AES_CM_128_HMAC_SHA1_80: { keyBytes: 16, saltBytes: 14, rtpTagBytes: 10, rtcpTagBytes: 10, aead: false },
  AES_CM_128_HMAC_SHA1_32: { keyBytes: 16, saltBytes: 14, rtpTagBytes: 4, rtcpTagBytes: 10, aead: false },
};

/** Best first. */
export const suiteNames: readonly SrtpSuite[] = [
  'AEAD_AES_256_GCM',
  'AEAD_AES_128_GCM',
  'AES_CM_128_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
];

/** Octets of key and salt together, as RFC 4568 `inline:` carries them. */
export function keyAndSaltBytes(suite: SrtpSuite): number {
  const shape = suiteShapes[suite];
  return shape.keyBytes + shape.saltBytes;
}
