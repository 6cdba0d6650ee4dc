// Comfort noise by description: its level, its shape, and descriptions that are none (RFC 3389).

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedNoise } from '../../../media/codec/coded-noise.ts';
import { rms } from './rig/speech.ts';

function hiss(payload: Uint8Array): Int16Array {
  const noise = new CodedNoise();
  noise.describe(payload);
  const sound = new Int16Array(48_000);
  for (let at = 0; at < sound.length; at += 480) noise.fill(sound.subarray(at, at + 480));
  return sound;
}

function levelDb(sound: Int16Array): number {
  return 20 * Math.log10(Math.max(1e-9, rms(sound.subarray(4_800))) / 32_767);
}

describe('described comfort noise', () => {
  it.each([
    [[40], -40],
    [[60], -60],
    [[50, 34], -50],
    [[50, 40, 180, 90, 127], -50],
    // Louder than any comfort.
    [[0], -30],
  ])('%j is %d dB loud', (payload, expectedDb) => {
    expect(Math.abs(levelDb(hiss(Uint8Array.from(payload))) - expectedDb)).toBeLessThan(2);
  });

  it('knows nothing before it was told, and nothing of a description that is none', () => {
    const noise = new CodedNoise();
    expect(noise.known).toBe(false);
    expect(noise.describe(new Uint8Array(0))).toBe(false);
    expect(noise.describe(Uint8Array.of(0x80))).toBe(false);
    expect(noise.known).toBe(false);
  });

  it('never overflows, whatever is described', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        expect(levelDb(hiss(payload))).toBeLessThan(-20);
      }),
      { numRuns: 60 },
    );
  });
});
