// A loop is measured by loudness over time and pitch: its delay, its level, and what it does to each band.

import { describe, expect, it } from 'vitest';
import { levelDbfs, measureLoop } from '../../../../bench/prototype/sound/response.ts';
import { speechSignal, sweepSignal } from '../../../../bench/prototype/sound/signals.ts';

const said = sweepSignal();

function looped(delaySamples: number, gain: number): Int16Array {
  const heard = new Int16Array(said.length);
  for (let at = delaySamples; at < heard.length; at++)
    heard[at] = Math.round((said[at - delaySamples] as number) * gain);
  return heard;
}

describe('a loop', () => {
  it.each([0, 37.5, 120, 640])('that is %d ms late is found to be', (delayMs) => {
    const loop = measureLoop(said, looped(delayMs * 48, 0.5));
    expect(loop?.delayMs).toBeCloseTo(delayMs, 0);
    expect(loop?.gainDb).toBeCloseTo(-6, 1);
    expect(loop?.likeness).toBeGreaterThan(0.99);
    for (const [, gainDb] of loop?.bands ?? []) expect(gainDb).toBeCloseTo(-6, 0);
  });

  it('that stretches time a little, as a jitter buffer does, is still the same sound', () => {
    const heard = looped(4_800, 0.8);
    heard.copyWithin(100_240, 100_000);
    expect(measureLoop(said, heard)?.likeness).toBeGreaterThan(0.9);
  });

  it('that loses its treble shows where', () => {
    const heard = looped(2_400, 1);
    // One-pole low-pass at about 1 kHz.
    for (let at = 1; at < heard.length; at++)
      heard[at] = Math.round((heard[at - 1] as number) * 0.88 + (heard[at] as number) * 0.12);
    const bands = new Map(measureLoop(said, heard)?.bands);
    expect(bands.get(200)).toBeGreaterThan(-1.5);
    expect(bands.get(5000)).toBeLessThan(-12);
  });

  it('that is none is known for none: silence, and another sound', () => {
    expect(measureLoop(said, new Int16Array(said.length))).toBeUndefined();
    expect(measureLoop(said, speechSignal(said.length / 48_000))?.likeness).toBeLessThan(0.4);
  });
});

it('levels are over full scale, and silence has a floor', () => {
  expect(levelDbfs(new Int16Array(100).fill(16_384))).toBeCloseTo(-6.02, 1);
  expect(levelDbfs(new Int16Array(0))).toBe(-100);
});
