// Tones sound at their frequencies and rhythms, and never click.

import { describe, expect, it } from 'vitest';
import { digitCadence, RingerPlayer, ringerNames, TonePlayer, toneCadences } from '../../../media/tones/index.ts';
import { rms } from './rig/speech.ts';

const frameSamples = 960;

/** Renders `durationMs`, calling `at` before each frame with its time. */
function render(
  player: { mix(frame: Int16Array): void },
  durationMs: number,
  at: (ms: number) => void = () => undefined,
): Int16Array {
  const out = new Int16Array((durationMs * 48_000) / 1_000);
  for (let from = 0; from < out.length; from += frameSamples) {
    at((from / 48_000) * 1_000);
    player.mix(out.subarray(from, from + frameSamples));
  }
  return out;
}

/** Power at one frequency, 0 to 1 of full scale (Goertzel). */
function powerAt(signal: Int16Array, hz: number): number {
  let real = 0;
  let imaginary = 0;
  signal.forEach((sample, n) => {
    real += sample * Math.cos((2 * Math.PI * hz * n) / 48_000);
    imaginary += sample * Math.sin((2 * Math.PI * hz * n) / 48_000);
  });
  return (2 * Math.hypot(real, imaginary)) / signal.length / 32_768;
}

/** The largest step between two samples. */
function largestStep(signal: Int16Array): number {
  let largest = 0;
  for (let n = 1; n < signal.length; n++)
    largest = Math.max(largest, Math.abs((signal[n] ?? 0) - (signal[n - 1] ?? 0)));
  return largest;
}

describe('tones', () => {
  it('busy is half a second of 425 Hz and half a second of nothing', () => {
    const player = new TonePlayer();
    player.play(toneCadences.busy);
    const out = render(player, 2_000);
    expect(powerAt(out.subarray(4_800, 19_200), 425)).toBeGreaterThan(0.1);
    expect(rms(out.subarray(26_400, 45_600))).toBe(0);
    expect(powerAt(out.subarray(52_800, 67_200), 425)).toBeGreaterThan(0.1);
  });

  it.each([
    ['1', 697, 1_209],
    ['5', 770, 1_336],
    ['#', 941, 1_477],
    ['D', 941, 1_633],
  ])('digit %s is %i and %i Hz', (digit, low, high) => {
    const player = new TonePlayer();
    const cadence = digitCadence(digit);
    expect(cadence).toBeDefined();
    if (cadence) player.play(cadence);
    const out = render(player, 200);
    expect(powerAt(out.subarray(480, 5_280), low)).toBeGreaterThan(0.1);
    expect(powerAt(out.subarray(480, 5_280), high)).toBeGreaterThan(0.1);
    expect(player.isPlaying).toBe(false);
  });

  it('knows no other digits', () => {
    expect(digitCadence('x')).toBeUndefined();
    expect(digitCadence('')).toBeUndefined();
    expect(digitCadence('12')).toBeUndefined();
  });

  it.each(Object.keys(toneCadences) as (keyof typeof toneCadences)[])(
    '%s starts, changes and stops without a click',
    (name) => {
      const player = new TonePlayer();
      player.play(toneCadences[name]);
      const steady = render(player, 100);
      const allowed = largestStep(steady) * 1.3 + 250;
      const restless = render(player, 3_000, (ms) => {
        if (ms % 300 === 100) player.stop();
        if (ms % 300 === 200) player.play(toneCadences[name]);
      });
      expect(largestStep(restless)).toBeLessThan(allowed);
      player.stop();
      render(player, 40);
      expect(player.isPlaying).toBe(false);
    },
  );

  it('mixes into speech without wrapping over', () => {
    const player = new TonePlayer();
    player.play(toneCadences.dial);
    const frame = new Int16Array(9_600).fill(32_000);
    player.mix(frame);
    expect(Math.min(...frame)).toBeGreaterThan(20_000);
  });
});

describe('ringers', () => {
  it('are at least four, each with a name', () => {
    expect(ringerNames.length).toBeGreaterThanOrEqual(4);
    expect(new Set(ringerNames).size).toBe(ringerNames.length);
  });

  it.each(ringerNames)('%s rings, repeats, is not too loud and stops softly', (name) => {
    const player = new RingerPlayer();
    player.start(name);
    const out = render(player, 9_000);
    expect(rms(out.subarray(0, 48_000))).toBeGreaterThan(800);
    expect(rms(out.subarray(5 * 48_000))).toBeGreaterThan(300);
    expect(out.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(32_000);
    player.stop();
    const tail = render(player, 100);
    expect(rms(tail.subarray(1_920))).toBe(0);
    expect(player.isPlaying).toBe(false);
  });

  it('ring as the first under an unknown name', () => {
    const [unknown, first] = [new RingerPlayer(), new RingerPlayer()];
    unknown.start('no such ringer');
    first.start(ringerNames[0] ?? '');
    expect(render(unknown, 500)).toEqual(render(first, 500));
  });
});
