// SRTP and SRTCP for one direction of a call: a sender that protects, a receiver that refuses what is not genuine.

import { err, ok, type Result } from '../../hal/result.ts';
import { headerLengthOf, readUint16, readUint32 } from '../rtp/packet.ts';
import type { SrtpKey } from '../session.ts';
import { deriveSessionKeys } from './key-derivation.ts';
import { ReplayWindow } from './replay-window.ts';
import { suiteShapes } from './suites.ts';
import {
  CounterModeTransform,
  GaloisTransform,
  type PacketTransform,
  rtcpClearBytes,
  rtcpIndexBytes,
} from './transform.ts';

export { keyAndSaltBytes, suiteNames } from './suites.ts';

const sequenceSpan = 0x1_0000;
const highestRollover = 0xffff_ffff;
const highestRtcpIndex = 0x7fff_ffff;
/** Streams one receiver keeps state for; only authentic packets create state, so a stranger cannot fill it. */
const mostStreams = 8;

interface Transforms {
  readonly rtp: PacketTransform;
  readonly rtcp: PacketTransform;
}

function openTransforms(key: SrtpKey): Result<Transforms> {
  const shape = suiteShapes[key.suite];
  const rtp = deriveSessionKeys(key, 'rtp');
  if (!rtp.ok) return rtp;
  const rtcp = deriveSessionKeys(key, 'rtcp');
  if (!rtcp.ok) return rtcp;
  if (shape.aead) return ok({ rtp: new GaloisTransform(rtp.value), rtcp: new GaloisTransform(rtcp.value) });
  return ok({
    rtp: new CounterModeTransform(rtp.value, shape.rtpTagBytes),
    rtcp: new CounterModeTransform(rtcp.value, shape.rtcpTagBytes),
  });
}

export interface SrtpSender {
  /** Packets must come in sequence order per SSRC; an error once the key is used up. */
  protectRtp(packet: Uint8Array): Result<Uint8Array>;
  protectRtcp(packet: Uint8Array): Result<Uint8Array>;
}

export interface SrtpReceiver {
  unprotectRtp(sealed: Uint8Array): Result<Uint8Array>;
  unprotectRtcp(sealed: Uint8Array): Result<Uint8Array>;
}

class Sender implements SrtpSender {
  readonly #transforms: Transforms;
  readonly #rollovers = new Map<number, { rollover: number; lastSequence: number }>();
  #rtcpIndex = 0;

  constructor(transforms: Transforms) {
    this.#transforms = transforms;
  }

  protectRtp(packet: Uint8Array): Result<Uint8Array> {
    const header = headerLengthOf(packet);
    if (!header.ok) return header;
    const sequence = readUint16(packet, 2);
    const ssrc = readUint32(packet, 8);
    let stream = this.#rollovers.get(ssrc);
    if (!stream) {
      if (this.#rollovers.size >= mostStreams) return err('too many streams under one key');
      stream = { rollover: 0, lastSequence: sequence };
      this.#rollovers.set(ssrc, stream);
    }
    if (sequence < stream.lastSequence) stream.rollover++;
    if (stream.rollover > highestRollover) return err('key used up');
    stream.lastSequence = sequence;
    return ok(this.#transforms.rtp.sealRtp(packet, header.value, ssrc, stream.rollover * sequenceSpan + sequence));
  }

  protectRtcp(packet: Uint8Array): Result<Uint8Array> {
    if (packet.length < rtcpClearBytes) return err('shorter than an RTCP header');
    if (this.#rtcpIndex > highestRtcpIndex) return err('key used up');
    return ok(this.#transforms.rtcp.sealRtcp(packet, readUint32(packet, 4), this.#rtcpIndex++));
  }
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
    const window = this.#rtpWindows.get(ssrc) ?? new ReplayWindow();
    const index = guessIndex(window.highest, readUint16(sealed, 2));
    if (index === undefined || !window.isFresh(index)) return err('replayed or too old');
    const opened = this.#transforms.rtp.openRtp(sealed, header.value, ssrc, index);
    if (!opened.ok) return opened;
    remember(this.#rtpWindows, ssrc, window, index);
    return opened;
  }

  unprotectRtcp(sealed: Uint8Array): Result<Uint8Array> {
    // GCM puts the index word last, counter mode before the tag (RFC 7714, 9.2; RFC 3711, 3.4).
    const wordAt = sealed.length - rtcpIndexBytes - (this.#aead ? 0 : this.#rtcpTagBytes);
    if (wordAt < rtcpClearBytes) return err('shorter than an SRTCP header');
    const word = readUint32(sealed, wordAt);
    if (word <= highestRtcpIndex) return err('RTCP in the clear');
    const index = word - highestRtcpIndex - 1;
    const ssrc = readUint32(sealed, 4);
    const window = this.#rtcpWindows.get(ssrc) ?? new ReplayWindow();
    if (!window.isFresh(index)) return err('replayed or too old');
    const opened = this.#transforms.rtcp.openRtcp(sealed, ssrc, index);
    if (!opened.ok) return opened;
    remember(this.#rtcpWindows, ssrc, window, index);
    return opened;
  }
}

/** Only now, after authentication, may a packet change state; the oldest stream makes room for a new one. */
function remember(windows: Map<number, ReplayWindow>, ssrc: number, window: ReplayWindow, index: number): void {
  window.accept(index);
  if (windows.has(ssrc)) return;
  if (windows.size >= mostStreams) {
    const [oldest] = windows.keys();
    if (oldest !== undefined) windows.delete(oldest);
  }
  windows.set(ssrc, window);
}

export function openSrtpSender(key: SrtpKey): Result<SrtpSender> {
  const transforms = openTransforms(key);
  return transforms.ok ? ok(new Sender(transforms.value)) : transforms;
}

export function openSrtpReceiver(key: SrtpKey): Result<SrtpReceiver> {
  const transforms = openTransforms(key);
  return transforms.ok ? ok(new Receiver(transforms.value, key)) : transforms;
}
