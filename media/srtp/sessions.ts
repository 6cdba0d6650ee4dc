// The session keys of one direction, RTP and RTCP, in the shape that the addon takes.

import { ok, type Result } from '../../hal/result.ts';
import type { SrtpSession } from '../native/srtp.ts';
import type { SrtpKey } from '../session.ts';
import { deriveSessionKeys } from './key-derivation.ts';
import { suiteShapes } from './suites.ts';

export interface Sessions {
  readonly rtp: SrtpSession;
  readonly rtcp: SrtpSession;
}

export function sessionsOf(key: SrtpKey): Result<Sessions> {
  const { rtpTagBytes, rtcpTagBytes } = suiteShapes[key.suite];
  const rtp = deriveSessionKeys(key, 'rtp');
  if (!rtp.ok) return rtp;
  const rtcp = deriveSessionKeys(key, 'rtcp');
  if (!rtcp.ok) return rtcp;
  return ok({ rtp: { ...rtp.value, tagBytes: rtpTagBytes }, rtcp: { ...rtcp.value, tagBytes: rtcpTagBytes } });
}
