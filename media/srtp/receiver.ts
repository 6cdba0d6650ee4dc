// Opens what one side receives under one key, and refuses what is not genuine, comes twice or comes too late.

import { err, ok, type Result } from '../../hal/result.ts';
import { headerLengthOf, readUint16, readUint32 } from '../rtp/packet.ts';
import type { SrtpKey } from '../session.ts';
import { ReplayWindow } from './replay-window.ts';
import { suiteShapes } from './suites.ts';
import {
  highestRollover,
  highestRtcpIndex,
  mostStreams,
  openTransforms,
  rtcpClearBytes,
  rtcpIndexBytes,
  sequenceSpan,
  type Transforms,
} from './transforms.ts';

const notAuthentic = err('authentication failed');
const replayed = err('replayed or too old');

/** Opens a packet where it lies; one that is not genuine stays as it was. */
export interface SrtpReceiver {
  unprotectRtp(sealed: Uint8Array): Result<Uint8Array>;
  unprotectRtcp(sealed: Uint8Array): Result<Uint8Array>;
}

/**
 * RFC 3711, 3.3.1: the rollover counter that puts `sequence` nearest to the highest index seen. Undefined for
 * an index before the stream's beginning.
 */
export function guessIndex(highest: number, sequence: number): number | undefined {
  if (highest < 0) return sequence;
  const rollover = Math.floor(highest / sequenceSpan);
  const last = highest % sequenceSpan;
  const half = sequenceSpan / 2;
  let guess = rollover;
  if (last < half && sequence - last > half) guess = rollover - 1;
  else if (last >= half && last - half > sequence) guess = rollover + 1;
  return guess < 0 || guess > highestRollover ? undefined : guess * sequenceSpan + sequence;
}

class Receiver implements SrtpReceiver {
  readonly #transforms: Transforms;
  readonly #rtcpTagBytes: number;
  readonly #aead: boolean;
  readonly #rtpWindows = new Map<number, ReplayWindow>();
  readonly #rtcpWindows = new Map<number, ReplayWindow>();

  constructor(transforms: Transforms, key: SrtpKey) {
    this.#transforms = transforms;
    this.#rtcpTagBytes = suiteShapes[key.suite].rtcpTagBytes;
    this.#aead = suiteShapes[key.suite].aead;
  }

  unprotectRtp(sealed: Uint8Array): Result<Uint8Array> {
    const header = headerLengthOf(sealed);
    if (!header.ok) return header;
    const ssrc = readUint32(sealed, 8);
    const window = this.#rtpWindows.get(ssrc);
    const index = guessIndex(window?.highest ?? -1, readUint16(sealed, 2));
    if (index === undefined || window?.isFresh(index) === false) return replayed;
    const length = this.#transforms.rtp.openRtp(sealed, sealed.length, header.value, ssrc, index);
    if (length < 0) return notAuthentic;
    remember(this.#rtpWindows, ssrc, index);
    return ok(sealed.subarray(0, length));
  }

  unprotectRtcp(sealed: Uint8Array): Result<Uint8Array> {
    // GCM puts the index word last, counter mode before the tag (RFC 7714, 9.2; RFC 3711, 3.4).
    const wordAt = sealed.length - rtcpIndexBytes - (this.#aead ? 0 : this.#rtcpTagBytes);
    if (wordAt < rtcpClearBytes) return err('shorter than an SRTCP header');
    const word = readUint32(sealed, wordAt);
    if (word <= highestRtcpIndex) return err('RTCP in the clear');
    const index = word - highestRtcpIndex - 1;
    const ssrc = readUint32(sealed, 4);
    const window = this.#rtcpWindows.get(ssrc);
    if (window?.isFresh(index) === false) return replayed;
    const length = this.#transforms.rtcp.openRtcp(sealed, sealed.length, ssrc, index);
    if (length < 0) return notAuthentic;
    remember(this.#rtcpWindows, ssrc, index);
    return ok(sealed.subarray(0, length));
  }
}

/** Only now, after authentication, may a packet change state; the oldest stream makes room for a new one. */
function remember(windows: Map<number, ReplayWindow>, ssrc: number, index: number): void {
  const known = windows.get(ssrc);
  const window = known ?? new ReplayWindow();
  window.accept(index);
  if (known) return;
  if (windows.size >= mostStreams) {
    const [oldest] = windows.keys();
    if (oldest !== undefined) windows.delete(oldest);
  }
  windows.set(ssrc, window);
}

export function openSrtpReceiver(key: SrtpKey): Result<SrtpReceiver> {
  const transforms = openTransforms(key);
  return transforms.ok ? ok(new Receiver(transforms.value, key)) : transforms;
}
