// SRTP against the RFCs' own vectors, and against everything a stranger might try.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mediaAddon } from '../../../media/native/addon.ts';
import { writeRtpHeader } from '../../../media/rtp/packet.ts';
import type { SrtpKey, SrtpSuite } from '../../../media/session.ts';
import { keyAndSaltBytes, openSrtpReceiver, openSrtpSender, suiteNames } from '../../../media/srtp/index.ts';
import { deriveKey, deriveSessionKeys, labels } from '../../../media/srtp/key-derivation.ts';

const vectors = JSON.parse(readFileSync(new URL('../../data/srtp-vectors.json', import.meta.url), 'utf8'));

function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function keyFor(suite: SrtpSuite, fill = 7): SrtpKey {
  return { suite, keyAndSalt: Uint8Array.from({ length: keyAndSaltBytes(suite) }, (_, n) => n * 5 + fill) };
}

function packet(sequence: number, text = 'guten Tag', ssrc = 0xdecafbad): Uint8Array {
  const bytes = new Uint8Array(12 + text.length);
  writeRtpHeader(bytes, { payloadType: 96, marker: false, sequence, timestamp: sequence * 960, ssrc });
  bytes.set(Buffer.from(text), 12);
  return bytes;
}

function open<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

describe('vectors', () => {
  const { SrtpTransform } = mediaAddon();

  /** What the transform makes of a packet in a buffer with room for tag and index. */
  function sealed(packet: Uint8Array, seal: (buffer: Uint8Array) => number): Uint8Array {
    const buffer = new Uint8Array(packet.length + 20);
    buffer.set(packet);
    return buffer.subarray(0, seal(buffer));
  }

  it.each([
    ['RFC 3711 B.2', vectors.counterMode],
    ['RFC 6188 7.1', vectors.counterMode256],
  ])('AES in counter mode gives the key stream of %s', (_, { key, salt, firstBlocks, blockFeff }) => {
    const transform = new SrtpTransform(hex(key), hex(salt), new Uint8Array(20), 10);
    const zeros = new Uint8Array(12 + 0xff02 * 16);
    const stream = sealed(zeros, (buffer) => transform.sealRtp(buffer, zeros.length, 12, 0, 0)).subarray(12);
    expect(toHex(stream.subarray(0, 48))).toBe(firstBlocks);
    expect(toHex(stream.subarray(0xfeff * 16, 0xff02 * 16))).toBe(blockFeff);
  });

  it('session keys are those of RFC 3711 B.3', () => {
    const { masterKey, masterSalt, cipherKey, cipherSalt, authKey } = vectors.keyDerivation;
    const keys = open(
      deriveSessionKeys({ suite: 'AES_CM_128_HMAC_SHA1_80', keyAndSalt: hex(masterKey + masterSalt) }, 'rtp'),
    );
    expect(toHex(keys.cipherKey)).toBe(cipherKey);
    expect(toHex(keys.salt)).toBe(cipherSalt);
    expect(toHex(keys.authKey)).toBe(authKey);
  });

  // No suite here takes AES-256 in counter mode, but AEAD_AES_256_GCM draws its session keys from it (RFC 7714, 11).
  it('the keys drawn from 32 octets are those of RFC 6188 7.2', () => {
    const { masterKey, masterSalt, cipherKey, cipherSalt, authKey } = vectors.keyDerivation256;
    const draw = (label: number, length: number) => toHex(deriveKey(hex(masterKey), hex(masterSalt), label, length));
    expect(draw(labels.rtp.cipher, 32)).toBe(cipherKey);
    expect(draw(labels.rtp.salt, 14)).toBe(cipherSalt);
    expect(draw(labels.rtp.auth, 20)).toBe(authKey);
  });

  it.each(vectors.galois.cases as { section: string; key: string; srtp: string; srtcp: string }[])(
    'RFC 7714 $section',
    ({ key, srtp, srtcp }) => {
      const { salt, rtp, rtcp, rtcpIndex } = vectors.galois;
      const transform = new SrtpTransform(hex(key), hex(salt), new Uint8Array(0), 16);
      const [clear, report] = [hex(rtp), hex(rtcp)];
      const seal = (buffer: Uint8Array) => transform.sealRtp(buffer, clear.length, 12, 0x5501a0b2, 0xf17b);
      expect(toHex(sealed(clear, seal))).toBe(srtp);
      const sealReport = (buffer: Uint8Array) => transform.sealRtcp(buffer, report.length, 0x4d617273, rtcpIndex);
      expect(toHex(sealed(report, sealReport))).toBe(srtcp);
      const [packet, sealedReport] = [hex(srtp), hex(srtcp)];
      const length = transform.openRtp(packet, packet.length, 12, 0x5501a0b2, 0xf17b);
      expect(toHex(packet.subarray(0, length))).toBe(rtp);
      const reportLength = transform.openRtcp(sealedReport, sealedReport.length, 0x4d617273, rtcpIndex);
      expect(toHex(sealedReport.subarray(0, reportLength))).toBe(rtcp);
    },
  );
});

describe.each(suiteNames)('%s', (suite) => {
  const report = Uint8Array.of(0x80, 201, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8);

  function pair() {
    return { sender: open(openSrtpSender(keyFor(suite))), receiver: open(openSrtpReceiver(keyFor(suite))) };
  }

  it('carries packets and reports, and hides their contents', () => {
    const { sender, receiver } = pair();
    for (let sequence = 65_530; sequence < 65_545; sequence++) {
      const clear = packet(sequence & 0xffff);
      const sealed = open(sender.protectRtp(clear));
      expect(Buffer.from(sealed).includes('guten Tag')).toBe(false);
      expect(open(receiver.unprotectRtp(sealed))).toEqual(clear);
    }
    for (let n = 0; n < 3; n++) expect(open(receiver.unprotectRtcp(open(sender.protectRtcp(report))))).toEqual(report);
  });

  it('refuses a replay of either kind', () => {
    const { sender, receiver } = pair();
    const sealed = open(sender.protectRtp(packet(1))).slice();
    expect(receiver.unprotectRtp(sealed.slice()).ok).toBe(true);
    expect(receiver.unprotectRtp(sealed)).toEqual({ ok: false, error: 'replayed or too old' });
    const sealedReport = open(sender.protectRtcp(report)).slice();
    expect(receiver.unprotectRtcp(sealedReport.slice()).ok).toBe(true);
    expect(receiver.unprotectRtcp(sealedReport).ok).toBe(false);
  });

  it('refuses every packet with one bit changed, and is not moved by it', () => {
    const { sender, receiver } = pair();
    const sealed = open(sender.protectRtp(packet(1))).slice();
    const sealedReport = open(sender.protectRtcp(report));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(receiver.unprotectRtp(changed).ok).toBe(false);
    }
    for (let bit = 0; bit < sealedReport.length * 8; bit++) {
      const changed = Uint8Array.from(sealedReport);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(receiver.unprotectRtcp(changed).ok).toBe(false);
    }
    expect(receiver.unprotectRtp(sealed).ok).toBe(true);
    expect(receiver.unprotectRtcp(sealedReport).ok).toBe(true);
  });

  it('refuses another key, plain packets and any bytes at all', () => {
    const { sender } = pair();
    const stranger = open(openSrtpReceiver(keyFor(suite, 8)));
    expect(stranger.unprotectRtp(open(sender.protectRtp(packet(1)))).ok).toBe(false);
    expect(stranger.unprotectRtp(packet(1)).ok).toBe(false);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(stranger.unprotectRtp(bytes).ok).toBe(false);
        expect(stranger.unprotectRtcp(bytes).ok).toBe(false);
      }),
    );
  });

  it('accepts packets out of order across a rollover', () => {
    const { sender, receiver } = pair();
    const sealed = [65_533, 65_534, 65_535, 0, 1, 2].map((sequence) =>
      open(sender.protectRtp(packet(sequence))).slice(),
    );
    for (const at of [0, 2, 4, 3, 1, 5]) expect(receiver.unprotectRtp(sealed[at] ?? new Uint8Array()).ok).toBe(true);
  });

  it('refuses a key of the wrong length', () => {
    expect(openSrtpSender({ suite, keyAndSalt: new Uint8Array(5) }).ok).toBe(false);
    expect(openSrtpReceiver({ suite, keyAndSalt: new Uint8Array(5) }).ok).toBe(false);
  });
});
