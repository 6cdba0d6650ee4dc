// The session keys of one direction, ready to seal and open: one transform for RTP, one for RTCP.

import { ok, type Result } from '../../hal/result.ts';
import { mediaAddon } from '../native/addon.ts';
import type { SrtpTransform } from '../native/srtp.ts';
import type { SrtpKey } from '../session.ts';
import { deriveSessionKeys } from './key-derivation.ts';
import { suiteShapes } from './suites.ts';

export const rtcpClearBytes = 8;
export const rtcpIndexBytes = 4;
export const longestTagBytes = 16;
export const sequenceSpan = 0x1_0000;
export const highestRollover = 0xffff_ffff;
export const highestRtcpIndex = 0x7fff_ffff;
/** Streams that one direction keeps state for; only authentic packets create state, so a stranger cannot fill it. */
export const mostStreams = 8;

export interface Transforms {
  readonly rtp: SrtpTransform;
  readonly rtcp: SrtpTransform;
}

export function openTransforms(key: SrtpKey): Result<Transforms> {
  const shape = suiteShapes[key.suite];
  const rtp = deriveSessionKeys(key, 'rtp');
  if (!rtp.ok) return rtp;
  const rtcp = deriveSessionKeys(key, 'rtcp');
  if (!rtcp.ok) return rtcp;
  const { SrtpTransform: Transform } = mediaAddon();
  return ok({
    rtp: new Transform(rtp.value.cipherKey, rtp.value.salt, rtp.value.authKey, shape.rtpTagBytes),
    rtcp: new Transform(rtcp.value.cipherKey, rtcp.value.salt, rtcp.value.authKey, shape.rtcpTagBytes),
  });
}
