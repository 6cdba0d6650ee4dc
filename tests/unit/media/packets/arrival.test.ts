// What is read natively of a datagram, beside what the parser in TypeScript reads of the same octets.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arrival } from '../../../../media/endpoint/port/arrival.ts';
import { isRtcp, largestPacketBytes, parseRtp } from '../../../../media/rtp/packet.ts';
import type { SrtpKey } from '../../../../media/session.ts';
import { keyAndSaltBytes, openSrtpReceiver, openSrtpSender } from '../../../../media/srtp/index.ts';

const suite = 'AEAD_AES_256_GCM';
const keyOf = (octet: number): SrtpKey => ({ suite, keyAndSalt: new Uint8Array(keyAndSaltBytes(suite)).fill(octet) });

function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string },
): T {
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** Mostly of version 2, so that some are packets. */
const octets = fc
  .tuple(fc.integer({ min: 0, max: 0x3f }), fc.integer({ min: 0, max: 9 }), fc.uint8Array({ maxLength: 120 }))
  .map(([low, version, bytes]) => {
    if (bytes.length > 0) bytes[0] = (version === 0 ? 0x40 : 0x80) | low;
    return bytes;
  });

describe('a datagram read natively', () => {
  it('is what the parser says it is, whatever it is', () => {
    const arrival = new Arrival();
    fc.assert(
      fc.property(octets, (bytes) => {
        const expected = parseRtp(bytes);
        arrival.examine(bytes.slice(), undefined);
        if (isRtcp(bytes)) {
          expect(arrival.verdict).toBe('report');
          expect([...arrival.report]).toEqual([...bytes]);
          return;
        }
        expect(arrival.verdict).toBe(expected.ok ? 'speech' : 'malformed');
        if (!expected.ok) return;
        const { payloadType, sequence, timestamp, ssrc, payload } = expected.value;
        expect(arrival).toMatchObject({ payloadType, sequence, timestamp, ssrc });
        expect([...arrival.takePayload()]).toEqual([...payload]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused where it is longer than any frame', () => {
    const arrival = new Arrival();
    arrival.examine(new Uint8Array(largestPacketBytes + 1).fill(0x80), undefined);
    expect(arrival.verdict).toBe('too-long');
    arrival.examine(new Uint8Array(largestPacketBytes).fill(0x80), undefined);
    expect(arrival.verdict).toBe('speech');
  });

  it('is opened once with the key in use or the one before, and stays as it was with any other', () => {
    const [now, before, strange] = [1, 2, 3].map(keyOf) as [SrtpKey, SrtpKey, SrtpKey];
    const openers = {
      current: value(openSrtpReceiver(now)).openers().current,
      former: value(openSrtpReceiver(before)).openers().current,
    };
    const packet = Uint8Array.of(0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 7, 8, 9);
    const arrival = new Arrival();
    const verdicts = [now, before, strange].map((key) => {
      const sealed = value(value(openSrtpSender(key)).protectRtp(packet)).slice();
      const kept = sealed.slice();
      arrival.examine(sealed, openers);
      if (arrival.verdict === 'speech') expect([...arrival.takePayload()]).toEqual([7, 8, 9]);
      else expect(sealed).toEqual(kept);
      arrival.examine(kept, openers);
      expect(arrival.verdict).toBe('not-authentic');
      return sealed.length === kept.length && [...sealed].every((octet, at) => octet === kept[at]);
    });
    expect(verdicts).toEqual([false, false, true]);
    arrival.examine(packet.slice(), openers);
    expect(arrival.verdict).toBe('not-authentic');
  });
});
