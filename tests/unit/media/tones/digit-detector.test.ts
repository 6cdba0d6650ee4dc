// Digits as tones in speech are heard as ITU-T Q.24 wants them, and nothing else is taken for one.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeG711, encodeG711, lawOf } from '../../../../media/codec/g711.ts';
import { Downsampler } from '../../../../media/codec/resampler.ts';
import { DigitDetector } from '../../../../media/tones/digit-detector.ts';
import { cadencesOf, TonePlayer, toneCountries } from '../../../../media/tones/index.ts';
import { speechLike } from '../rig/speech.ts';

const lows = [697, 770, 852, 941];
const highs = [1_209, 1_336, 1_477, 1_633];
const all = [...'123A456B789C*0#D'];

interface Press {
  readonly digit: string;
  readonly onMs?: number;
  readonly offMs?: number;
  readonly lowDbm0?: number;
  readonly highDbm0?: number;
  /** Factor on the frequencies. */
  readonly lowTune?: number;
  readonly highTune?: number;
}

/** 8 kHz samples, in G.711, of keys pressed one after another. */
function press(presses: readonly Press[], noiseDbm0 = -70, law: 'PCMU' | 'PCMA' = 'PCMA', seed = 1): Int16Array {
  const samples: number[] = new Array(400).fill(0);
  for (const { digit, onMs = 50, offMs = 50, lowDbm0 = -10, highDbm0 = -10, lowTune = 1, highTune = 1 } of presses) {
    const at = all.indexOf(digit);
    const [low, high] = [(lows[at >> 2] ?? 0) * lowTune, (highs[at & 3] ?? 0) * highTune];
    const [a, b] = [amplitude(lowDbm0), amplitude(highDbm0)];
    for (let n = 0; n < onMs * 8; n++)
      samples.push(a * Math.sin((2 * Math.PI * low * n) / 8_000) + b * Math.sin((2 * Math.PI * high * n) / 8_000 + 1));
    for (let n = 0; n < offMs * 8; n++) samples.push(0);
  }
  for (let n = 0; n < 400; n++) samples.push(0);
  const noise = noiseOf(seed);
  const level = amplitude(noiseDbm0) / Math.SQRT2;
  const table = lawOf(law);
  const linear = Int16Array.from(samples, (value) =>
    Math.max(-32_768, Math.min(32_767, Math.round(value + level * noise()))),
  );
  const coded = new Uint8Array(linear.length);
  encodeG711(table, linear, linear.length, coded);
  decodeG711(table, coded, linear);
  return linear;
}

function amplitude(dbm0: number): number {
  return 32_768 * 10 ** ((dbm0 - 3.14) / 20);
}

/** Gaussian enough: a sum of twelve uniform numbers, of variance 1. */
function noiseOf(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}

/** In pieces of 20 ms, as they come from a call. */
function hear(samples: Int16Array): string {
  const detector = new DigitDetector();
  let heard = '';
  for (let from = 0; from < samples.length; from += 160) {
    const piece = samples.subarray(from, from + 160);
    heard += detector.listen(piece, piece.length);
  }
  return heard;
}

describe('digits in the voice are heard', () => {
  it.each(['PCMU', 'PCMA'] as const)(
    'all sixteen through %s, loud and soft, with 40 ms of tone and of pause',
    (law) => {
      for (const dbm0 of [-3, -10, -20, -25]) {
        const presses = all.map((digit) => ({ digit, onMs: 40, offMs: 40, lowDbm0: dbm0, highDbm0: dbm0 }));
        expect(hear(press(presses, -70, law))).toBe(all.join(''));
      }
    },
  );

  it.each([
    [1.015, 1.015],
    [0.985, 0.985],
    [1.015, 0.985],
    [0.985, 1.015],
  ])('out of tune by %f and %f', (lowTune, highTune) => {
    expect(hear(press(all.map((digit) => ({ digit, lowTune, highTune }))))).toBe(all.join(''));
  });

  it.each([
    [-10, -18],
    [-18, -10],
  ])('with the low tone at %i and the high at %i dBm0', (lowDbm0, highDbm0) => {
    expect(hear(press(all.map((digit) => ({ digit, lowDbm0, highDbm0 }))))).toBe(all.join(''));
  });

  it('in noise 15 dB below them, two hundred of them, every one', () => {
    const noise = noiseOf(9);
    const digits = Array.from({ length: 200 }, () => all[Math.floor(Math.abs(noise()) * 1e4) % 16] ?? '0');
    const samples = press(
      digits.map((digit) => ({ digit, lowDbm0: -13, highDbm0: -13 })),
      -25,
    );
    expect(hear(samples)).toBe(digits.join(''));
  });

  it('once however long they are held, and not twice over a gap of 10 ms', () => {
    expect(hear(press([{ digit: '6', onMs: 5_000 }]))).toBe('6');
    expect(hear(press([{ digit: '6', offMs: 10 }, { digit: '6' }]))).toBe('6');
    expect(hear(press([{ digit: '6', offMs: 40 }, { digit: '6' }]))).toBe('66');
  });
});

describe('nothing else is a digit', () => {
  it('not a tone of 22 ms', () => {
    for (let offset = 0; offset < 10; offset++)
      expect(
        hear(
          press([
            { digit: '1', onMs: 22 - offset / 10, offMs: 31 + offset },
            { digit: '5', onMs: 22 },
          ]),
        ),
      ).toBe('');
  });

  it.each([
    [1.035, 1],
    [0.965, 1],
    [1, 1.035],
    [1, 0.965],
  ])('not one out of tune by %f and %f', (lowTune, highTune) => {
    expect(hear(press(all.map((digit) => ({ digit, lowTune, highTune }))))).toBe('');
  });

  it('not one whose tones differ by 12 dB, nor one that is too soft', () => {
    expect(hear(press(all.map((digit) => ({ digit, lowDbm0: -5, highDbm0: -17 }))))).toBe('');
    expect(hear(press(all.map((digit) => ({ digit, lowDbm0: -17, highDbm0: -5 }))))).toBe('');
    expect(hear(press(all.map((digit) => ({ digit, lowDbm0: -40, highDbm0: -40 }))))).toBe('');
  });

  it('not any single tone with noise, nor any pair that no key has', () => {
    const noise = noiseOf(4);
    for (let hz = 100; hz < 3_900; hz += 7) {
      const samples = Int16Array.from({ length: 800 }, (_, n) =>
        Math.round(5_000 * Math.sin((2 * Math.PI * hz * n) / 8_000) + 250 * noise()),
      );
      expect(hear(samples), `${hz} Hz`).toBe('');
    }
    const isKey = (low: number, high: number): boolean =>
      lows.some((hz) => Math.abs(low / hz - 1) < 0.035) && highs.some((hz) => Math.abs(high / hz - 1) < 0.035);
    for (let low = 350; low < 1_100; low += 23)
      for (let high = low + 60; high < 2_000; high += 61) {
        if (isKey(low, high)) continue;
        const samples = Int16Array.from({ length: 640 }, (_, n) =>
          Math.round(
            4_000 * Math.sin((2 * Math.PI * low * n) / 8_000) + 4_000 * Math.sin((2 * Math.PI * high * n) / 8_000),
          ),
        );
        expect(hear(samples), `${low} + ${high} Hz`).toBe('');
      }
  });

  it('not a sound of speech, nor a tone of any network', () => {
    const down = new Downsampler(8_000);
    const narrow = new Int16Array(8_000);
    for (let seed = 1; seed <= 20; seed++)
      expect(hear(narrow.subarray(0, down.process(speechLike(48_000, seed), narrow)))).toBe('');
    for (const country of [undefined, ...toneCountries])
      for (const cadence of Object.values(cadencesOf(country))) {
        const player = new TonePlayer();
        player.play(cadence);
        const tone = new Int16Array(48_000);
        player.mix(tone);
        expect(hear(narrow.subarray(0, down.process(tone, narrow)))).toBe('');
      }
  });

  it('and any samples, in pieces of any length, are answered with digits or nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.int16Array({ maxLength: 500 }), { maxLength: 20 }), (pieces) => {
        const detector = new DigitDetector();
        for (const piece of pieces) expect(detector.listen(piece, piece.length)).toMatch(/^[\dA-D*#]*$/);
      }),
      { numRuns: 200 },
    );
  });
});
