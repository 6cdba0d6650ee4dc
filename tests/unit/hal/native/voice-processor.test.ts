// Echo, noise and gain as the drivers call them: delay, framing, and what garbage does.

import { describe, expect, it } from 'vitest';
import { halAddon } from '../../../../hal/native/addon.ts';
import type { ProcessingSettings } from '../../../../hal/native/processing.ts';

const off: ProcessingSettings = { echo: false, noise: false, gain: false, highPass: false };
const all: ProcessingSettings = { echo: true, noise: true, gain: true, highPass: true };
const frame = 480;

function run(settings: ProcessingSettings, far: Int16Array, near: Int16Array, period: number = frame) {
  const processor = new (halAddon().VoiceProcessor)(settings);
  const out = new Int16Array(near.length);
  for (let at = 0; at + period <= near.length; at += period) {
    const end = at + period;
    processor.process(far.subarray(at, end), near.subarray(at, end), out.subarray(at, end));
  }
  return { out, statistics: processor.statistics() };
}

/** Where a click goes in and where it comes out, in samples. */
function delayOf(settings: ProcessingSettings, period: number): number {
  const near = new Int16Array(48_000);
  const clickAt = 24_000;
  near[clickAt] = 20_000;
  const { out } = run(settings, new Int16Array(near.length), near, period);
  return out.indexOf(out.reduce((peak, sample) => Math.max(peak, sample), 0)) - clickAt;
}

describe('the delay that processing adds', () => {
  it('is none where everything is off and a period is whole frames', () => {
    expect(delayOf(off, 480)).toBe(0);
    expect(delayOf(off, 960)).toBe(0);
    expect(delayOf({ ...off, gain: true }, 960)).toBe(0);
  });

  it('is 9 ms for the echo canceller, and 6 more with noise suppression', () => {
    expect(delayOf({ ...off, echo: true }, 480)).toBe(430);
    expect(delayOf({ ...off, echo: true, noise: true }, 960)).toBe(718);
  });

  it('is one more period of 5 ms where two of them make a frame, and never more than a frame', () => {
    expect(delayOf(off, 240)).toBe(240);
    for (const period of [1, 37, 441, 479, 481, 1_000]) {
      const delay = delayOf(off, period);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThan(frame);
    }
  });

  it('is told', () => {
    const silence = new Int16Array(4_800);
    expect(run(off, silence, silence, 240).statistics.framingDelaySamples).toBe(240);
    expect(run(off, silence, silence, 960).statistics.framingDelaySamples).toBe(0);
  });
});

describe('what garbage does', () => {
  const length = 96_000;
  const garbage = {
    zeros: () => 0,
    'a square wave of full scale': (at: number) => (Math.floor(at / 48) % 2 === 0 ? 32_767 : -32_768),
    'alternating extremes': (at: number) => (at % 2 === 0 ? 32_767 : -32_768),
    'a constant': () => -32_768,
    'one click': (at: number) => (at === 5_000 ? 32_767 : 0),
  };
  const signals = Object.entries(garbage).map(([name, at]) => [name, Int16Array.from({ length }, (_, n) => at(n))]);
  const pairs = signals.flatMap(([far, a]) => signals.map(([near, b]) => [far, near, a, b] as const));

  it.each(pairs)('%s far, %s near: no failure within, and figures that are numbers', (_far, _near, far, near) => {
    const { statistics } = run(all, far as Int16Array, near as Int16Array, 960);
    expect(statistics.faulted).toBe(false);
    for (const value of Object.values(statistics))
      if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
  });

  it('gives silence for silence', () => {
    const silence = new Int16Array(length);
    const { out } = run(all, silence, silence);
    expect(out.every((sample) => Math.abs(sample) <= 1)).toBe(true);
  });

  it('hears again after the worst of it', () => {
    const tone = (at: number) => Math.round(8_000 * Math.sin((2 * Math.PI * 440 * at) / 48_000));
    const near = Int16Array.from({ length }, (_, at) =>
      at < length / 2 ? (at % 2 === 0 ? 32_767 : -32_768) : tone(at),
    );
    const { out } = run({ ...off, echo: true, highPass: true }, new Int16Array(length), near);
    const peak = out.subarray(length - 9_600).reduce((most, sample) => Math.max(most, sample), 0);
    expect(peak).toBeGreaterThan(7_000);
    expect(peak).toBeLessThan(9_000);
  });

  it('refuses arrays that differ in length', () => {
    const processor = new (halAddon().VoiceProcessor)(all);
    expect(() => processor.process(new Int16Array(480), new Int16Array(480), new Int16Array(479))).toThrow('length');
    expect(() => processor.process(new Int16Array(0), new Int16Array(480), new Int16Array(480))).toThrow('length');
  });
});
