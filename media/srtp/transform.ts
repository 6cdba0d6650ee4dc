// Sealing and opening one packet with known session keys and index; knows nothing of streams or replays.

import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '../../hal/result.ts';
import { readUint32, writeUint32 } from '../rtp/packet.ts';
import type { SessionKeys } from './key-derivation.ts';

/** `index` is ROC * 65536 + SEQ for RTP, the SRTCP index for RTCP. */
export interface PacketTransform {
  /** Answers header, ciphertext and tag (RTCP: index word too). */
  sealRtp(packet: Uint8Array, headerBytes: number, ssrc: number, index: number): Uint8Array;
  openRtp(sealed: Uint8Array, headerBytes: number, ssrc: number, index: number): Result<Uint8Array>;
  sealRtcp(packet: Uint8Array, ssrc: number, index: number): Uint8Array;
  /** `index` has been read from the packet's index word, which is authenticated here. */
  openRtcp(sealed: Uint8Array, ssrc: number, index: number): Result<Uint8Array>;
}

export const rtcpClearBytes = 8;
export const rtcpIndexBytes = 4;
const encryptedFlag = 0x8000_0000;
const notAuthentic = err('authentication failed');

/** AES in counter mode with HMAC-SHA1 (RFC 3711, 4.1.1 and 4.2). */
export class CounterModeTransform implements PacketTransform {
  readonly #keys: SessionKeys;
  readonly #tagBytes: number;
  readonly #counter = new Uint8Array(16);
  readonly #word = new Uint8Array(4);

  constructor(keys: SessionKeys, tagBytes: number) {
    this.#keys = keys;
    this.#tagBytes = tagBytes;
  }

  #crypt(body: Uint8Array, ssrc: number, index: number): Uint8Array {
    this.#counter.fill(0);
    this.#counter.set(this.#keys.salt);
    // IV = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16.
    xorWord(this.#counter, 4, ssrc);
    xorWord(this.#counter, 8, Math.floor(index / 0x1_0000));
    xorShort(this.#counter, 12, index % 0x1_0000);
    return createCipheriv('aes-128-ctr', this.#keys.cipherKey, this.#counter).update(body);
  }

  #tag(covered: Uint8Array, suffix: number | undefined): Uint8Array {
    const hmac = createHmac('sha1', this.#keys.authKey).update(covered);
    if (suffix !== undefined) {
      writeUint32(this.#word, 0, suffix);
      hmac.update(this.#word);
    }
    return hmac.digest().subarray(0, this.#tagBytes);
  }

  sealRtp(packet: Uint8Array, headerBytes: number, ssrc: number, index: number): Uint8Array {
    const sealed = new Uint8Array(packet.length + this.#tagBytes);
    sealed.set(packet.subarray(0, headerBytes));
    sealed.set(this.#crypt(packet.subarray(headerBytes), ssrc, index), headerBytes);
    sealed.set(this.#tag(sealed.subarray(0, packet.length), Math.floor(index / 0x1_0000)), packet.length);
    return sealed;
  }

  openRtp(sealed: Uint8Array, headerBytes: number, ssrc: number, index: number): Result<Uint8Array> {
    const end = sealed.length - this.#tagBytes;
    if (end < headerBytes) return notAuthentic;
    const expected = this.#tag(sealed.subarray(0, end), Math.floor(index / 0x1_0000));
    if (!timingSafeEqual(expected, sealed.subarray(end))) return notAuthentic;
    return ok(join(sealed.subarray(0, headerBytes), this.#crypt(sealed.subarray(headerBytes, end), ssrc, index)));
  }

  sealRtcp(packet: Uint8Array, ssrc: number, index: number): Uint8Array {
    const sealed = new Uint8Array(packet.length + rtcpIndexBytes + this.#tagBytes);
    sealed.set(packet.subarray(0, rtcpClearBytes));
    sealed.set(this.#crypt(packet.subarray(rtcpClearBytes), ssrc, index), rtcpClearBytes);
    writeUint32(sealed, packet.length, encryptedFlag + index);
    const covered = sealed.subarray(0, packet.length + rtcpIndexBytes);
    sealed.set(this.#tag(covered, undefined), covered.length);
    return sealed;
  }

  openRtcp(sealed: Uint8Array, ssrc: number, index: number): Result<Uint8Array> {
    const coveredEnd = sealed.length - this.#tagBytes;
    const end = coveredEnd - rtcpIndexBytes;
    if (end < rtcpClearBytes) return notAuthentic;
    const expected = this.#tag(sealed.subarray(0, coveredEnd), undefined);
    if (!timingSafeEqual(expected, sealed.subarray(coveredEnd))) return notAuthentic;
    return ok(join(sealed.subarray(0, rtcpClearBytes), this.#crypt(sealed.subarray(rtcpClearBytes, end), ssrc, index)));
  }
}

/** AES in Galois counter mode (RFC 7714). */
export class GaloisTransform implements PacketTransform {
  readonly #keys: SessionKeys;
  readonly #algorithm: 'aes-128-gcm' | 'aes-256-gcm';
  readonly #tagBytes = 16;
  readonly #iv = new Uint8Array(12);

  constructor(keys: SessionKeys) {
    this.#keys = keys;
    this.#algorithm = keys.cipherKey.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm';
  }

  /** Sections 8.1 and 9.1: two zero octets, SSRC, then 48 bits of ROC and SEQ or of the SRTCP index, all XOR salt. */
  #setIv(ssrc: number, index: number): void {
    this.#iv.set(this.#keys.salt);
    xorWord(this.#iv, 2, ssrc);
    xorWord(this.#iv, 6, Math.floor(index / 0x1_0000));
    xorShort(this.#iv, 10, index % 0x1_0000);
  }

  #seal(out: Uint8Array, at: number, body: Uint8Array, associated: Uint8Array): void {
    const cipher = createCipheriv(this.#algorithm, this.#keys.cipherKey, this.#iv, { authTagLength: this.#tagBytes });
    cipher.setAAD(associated);
    out.set(cipher.update(body), at);
    cipher.final();
    out.set(cipher.getAuthTag(), at + body.length);
  }

  #open(clear: Uint8Array, body: Uint8Array, tag: Uint8Array, associated: Uint8Array): Result<Uint8Array> {
    const decipher = createDecipheriv(this.#algorithm, this.#keys.cipherKey, this.#iv, {
      authTagLength: this.#tagBytes,
    });
    decipher.setAAD(associated);
    decipher.setAuthTag(tag);
    const opened = join(clear, decipher.update(body));
    try {
      decipher.final();
    } catch {
      // The only way node:crypto has to say that the tag does not match.
      return notAuthentic;
    }
    return ok(opened);
  }

  sealRtp(packet: Uint8Array, headerBytes: number, ssrc: number, index: number): Uint8Array {
    const sealed = new Uint8Array(packet.length + this.#tagBytes);
    const header = packet.subarray(0, headerBytes);
    sealed.set(header);
    this.#setIv(ssrc, index);
    this.#seal(sealed, headerBytes, packet.subarray(headerBytes), header);
    return sealed;
  }

  openRtp(sealed: Uint8Array, headerBytes: number, ssrc: number, index: number): Result<Uint8Array> {
    const end = sealed.length - this.#tagBytes;
    if (end < headerBytes) return notAuthentic;
    this.#setIv(ssrc, index);
    const header = sealed.subarray(0, headerBytes);
    return this.#open(header, sealed.subarray(headerBytes, end), sealed.subarray(end), header);
  }

  /** The clear header and the index word are authenticated together (RFC 7714, 9.2). */
  #rtcpAssociated(packet: Uint8Array, word: number): Uint8Array {
    const associated = new Uint8Array(rtcpClearBytes + rtcpIndexBytes);
    associated.set(packet.subarray(0, rtcpClearBytes));
    writeUint32(associated, rtcpClearBytes, word);
    return associated;
  }

  sealRtcp(packet: Uint8Array, ssrc: number, index: number): Uint8Array {
    const sealed = new Uint8Array(packet.length + this.#tagBytes + rtcpIndexBytes);
    sealed.set(packet.subarray(0, rtcpClearBytes));
    const word = encryptedFlag + index;
    this.#setIv(ssrc, index);
    this.#seal(sealed, rtcpClearBytes, packet.subarray(rtcpClearBytes), this.#rtcpAssociated(packet, word));
    writeUint32(sealed, sealed.length - rtcpIndexBytes, word);
    return sealed;
  }

  openRtcp(sealed: Uint8Array, ssrc: number, index: number): Result<Uint8Array> {
    const tagEnd = sealed.length - rtcpIndexBytes;
    const end = tagEnd - this.#tagBytes;
    if (end < rtcpClearBytes) return notAuthentic;
    this.#setIv(ssrc, index);
    const associated = this.#rtcpAssociated(sealed, readUint32(sealed, tagEnd));
    return this.#open(
      sealed.subarray(0, rtcpClearBytes),
      sealed.subarray(rtcpClearBytes, end),
      sealed.subarray(end, tagEnd),
      associated,
    );
  }
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}

function xorWord(bytes: Uint8Array, at: number, value: number): void {
  writeUint32(bytes, at, (readUint32(bytes, at) ^ value) >>> 0);
}

function xorShort(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ (value >> 8);
  bytes[at + 1] = (bytes[at + 1] ?? 0) ^ (value & 0xff);
}
