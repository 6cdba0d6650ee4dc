// The bench's scores against sounds whose delay and damage are known.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../bench/enterprise/relay/impairment.ts';
import { trackDelay } from '../../../../bench/media/score/delay-track.ts';
import { Fourier } from '../../../../bench/media/score/fourier.ts';
import { readScores } from '../../../../bench/media/score/perceptual.ts';
import { distanceAroundLosses, scoreSignals } from '../../../../bench/media/score/score.ts';
import { SpectralDistance } from '../../../../bench/media/score/spectral-distance.ts';

const rateHz = 48_000;
const speech = babble(5);

/** Noise in syllables, below 4 kHz as most of speech: no half second of it resembles another. */
function babble(seconds: number): Int16Array {
  const random = seededRandom(5);
  const samples = new Int16Array(seconds * rateHz);
  let [slow, slower] = [0, 0];
  for (let at = 0; at < samples.length; at++) {
    slow += 0.3 * (random() * 2 - 1 - slow);
    slower += 0.3 * (slow - slower);
    samples[at] = slower * 20_000 * (0.55 + 0.45 * Math.sin((2 * Math.PI * 4 * at) / rateHz));
  }
  return samples;
}

/** What is heard after `delayOf` samples, which may differ from sample to sample of the speech. */
function delayed(delayOf: (at: number) => number, gain = 1): Int16Array {
  const heard = new Int16Array(speech.length + 2 * rateHz);
  for (let at = 0; at < speech.length; at++) heard[at + delayOf(at)] = (speech[at] ?? 0) * gain;
  return heard;
}

describe('delay', () => {
  it.each([0, 1, 959, 4_001, 40_000])('is found to a small part of a millisecond: %i samples', (samples) => {
    const track = trackDelay(
      speech,
      delayed(() => samples),
    );
    expect(Math.abs(track.delayP50Ms - samples / 48)).toBeLessThan(0.06);
    expect(Math.abs(track.delayP95Ms - samples / 48)).toBeLessThan(0.06);
    expect(track.foundShare).toBe(1);
    // Half-way between two of the samples compared, a sound this bright loses most.
    expect(track.correlationP10).toBeGreaterThan(0.94);
  });

  it('does not depend on the volume', () => {
    const track = trackDelay(
      speech,
      delayed(() => 2_400, 0.2),
    );
    expect(track.delayP50Ms).toBeCloseTo(50, 1);
    expect(track.correlationP10).toBeGreaterThan(0.99);
  });

  it('shows a delay that grew half-way in its percentiles', () => {
    const track = trackDelay(
      speech,
      delayed((at) => (at < 3 * rateHz ? 2_400 : 7_200)),
    );
    expect(track.delayP50Ms).toBeCloseTo(50, 0);
    expect(track.delayP95Ms).toBeCloseTo(150, 0);
  });

  it('is not made up where nothing of the speech was heard', () => {
    const silence = new Int16Array(speech.length + 2 * rateHz);
    expect(trackDelay(speech, silence)).toMatchObject({ foundShare: 0, correlationP50: 0, delayP50Ms: Number.NaN });
    const random = seededRandom(9);
    const noise = silence.map(() => random() * 4_000 - 2_000);
    expect(trackDelay(speech, noise).foundShare).toBe(0);
  });

  it('falls in likeness where a fifth of the sound is missing', () => {
    const heard = delayed(() => 0);
    for (let at = 0; at < heard.length; at++) if (Math.floor(at / 3_840) % 5 === 0) heard[at] = 0;
    const { correlationP10 } = trackDelay(speech, heard);
    expect(correlationP10).toBeGreaterThan(0.8);
    expect(correlationP10).toBeLessThan(0.95);
  });
});

describe('spectral distance', () => {
  it('is nothing between equals and the gain in dB between loud and soft', () => {
    expect(
      scoreSignals(
        speech,
        delayed(() => 480),
      ).distanceDb,
    ).toBeLessThan(0.5);
    const halved = scoreSignals(
      speech,
      delayed(() => 480, 0.5),
    ).distanceDb;
    expect(halved).toBeGreaterThan(5);
    expect(halved).toBeLessThan(6.1);
  });

  it('counts no pauses and nothing beyond the end of what was heard', () => {
    const pause = new Int16Array(rateHz);
    const distances = new SpectralDistance().ofFrames(pause, pause, [{ atMs: 0, delayMs: 0, correlation: 1 }]);
    expect([...distances].every(Number.isNaN)).toBe(true);
    const cut = speech.subarray(0, rateHz / 2);
    const beyond = new SpectralDistance().ofFrames(speech, cut, [{ atMs: 0, delayMs: 0, correlation: 1 }]);
    expect([...beyond].filter((distance) => !Number.isNaN(distance)).length).toBe(25);
  });

  it('of lost packets is that of the frames they touch, wherever the sender kept them', () => {
    const lostFrames = [30, 31, 60, 61, 90];
    for (const senderDelayMs of [0, 37, 110]) {
      const heard = delayed(() => 0);
      for (const frame of lostFrames) heard.fill(0, frame * 960, (frame + 1) * 960);
      const lostAtMs = lostFrames.map((frame) => frame * 20 + senderDelayMs);
      const { distanceDb, lossDistanceDb } = scoreSignals(speech, heard, { lostAtMs });
      expect(lossDistanceDb).toBeGreaterThan(10);
      expect(distanceDb).toBeLessThan(lossDistanceDb / 5);
    }
  });

  it('of lost packets is absent where nothing was lost', () => {
    expect(distanceAroundLosses(new Float64Array(10), [])).toBeNaN();
  });
});

describe('Fourier', () => {
  it('finds a tone in its own bin, and comes back', () => {
    const fourier = new Fourier(64);
    const tone = Float64Array.from({ length: 64 }, (_, n) => Math.cos((2 * Math.PI * 5 * n) / 64));
    const [real, imaginary] = [tone.slice(), new Float64Array(64)];
    fourier.forward(real, imaginary);
    expect(real[5]).toBeCloseTo(32, 9);
    expect(real[6]).toBeCloseTo(0, 9);
    fourier.inverse(real, imaginary);
    for (let n = 0; n < 64; n++) expect(real[n]).toBeCloseTo(tone[n] ?? 0, 9);
  });

  it('refuses what is no power of two', () => {
    expect(() => new Fourier(960)).toThrow(RangeError);
  });
});

describe('the answer of the perceptual scores', () => {
  it('is read line by line', () => {
    const printed = '{"visqol": 4.5, "stoi": 0.99}\n{"visqol": 1.2, "stoi": 0.1}\n';
    expect(readScores(printed, 2)).toEqual({
      ok: true,
      value: [
        { visqol: 4.5, stoi: 0.99 },
        { visqol: 1.2, stoi: 0.1 },
      ],
    });
  });

  it.each([
    ['too few', '{"visqol": 4.5, "stoi": 0.99}\n'],
    ['beyond the scale', '{"visqol": 45, "stoi": 0.99}\n{"visqol": 4, "stoi": 0.99}\n'],
    ['not a number', '{"visqol": NaN, "stoi": 0.99}\n{"visqol": 4, "stoi": 0.99}\n'],
    ['a word of a library', 'INFO: hello\n{"visqol": 4, "stoi": 0.99}\n{"visqol": 4, "stoi": 0.99}\n'],
  ])('is refused where it is %s', (_, printed) => {
    expect(readScores(printed, 2).ok).toBe(false);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(3), (printed, pairs) => typeof readScores(printed, pairs).ok === 'boolean'),
    );
  });
});
