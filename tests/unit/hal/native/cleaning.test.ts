// What processing does to speech-like sound: echo gone, the near end kept, noise down, levels evened, no click.

import { describe, expect, it } from 'vitest';
import { halAddon } from '../../../../hal/native/addon.ts';
import type { ProcessingSettings } from '../../../../hal/native/processing.ts';
import { rms, speechLike } from '../../media/rig/speech.ts';

const off: ProcessingSettings = { echo: false, noise: false, gain: false, highPass: false };
const frame = 480;
const second = 48_000;
const far = speechLike(12 * second);
const silence = new Int16Array(12 * second);

const decibels = (ratio: number) => 20 * Math.log10(ratio);
const last = (samples: Int16Array, seconds: number) => samples.subarray(samples.length - seconds * second);

/** `clean` may be called again: the processor goes on living. */
function open(settings: ProcessingSettings) {
  const processor = new (halAddon().VoiceProcessor)(settings);
  const clean = (played: Int16Array, near: Int16Array) => {
    const out = new Int16Array(near.length);
    for (let at = 0; at + frame <= near.length; at += frame) {
      const end = at + frame;
      processor.process(played.subarray(at, end), near.subarray(at, end), out.subarray(at, end));
    }
    return out;
  };
  return { processor, clean };
}

function delayed(samples: Int16Array, byMs: number, gain: number): Int16Array {
  const by = byMs * 48;
  return samples.map((_, at) => Math.round((samples[at - by] ?? 0) * gain));
}

function sum(a: Int16Array, b: Int16Array): Int16Array {
  return a.map((sample, at) => Math.max(-32_768, Math.min(32_767, sample + (b[at] ?? 0))));
}

function noise(samples: number, amplitude: number): Int16Array {
  let state = 1;
  return Int16Array.from({ length: samples }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.round((state / 0x8000_0000 - 1) * amplitude);
  });
}

describe('echo', () => {
  it.each([10, 60, 250, 450])('that comes after %i ms is taken out by 40 dB', (delayMs) => {
    const echo = delayed(far, delayMs, 0.5);
    const { processor, clean } = open({ ...off, echo: true, highPass: true });
    const out = clean(far, echo);
    expect(decibels(rms(last(echo, 4)) / rms(last(out, 4)))).toBeGreaterThan(40);
    const { echoDelayMs = 0, halfDuplex } = processor.statistics();
    expect(Math.abs(echoDelayMs - delayMs)).toBeLessThanOrEqual(30);
    expect(halfDuplex).toBe(false);
  });

  it('leaves the near end as it was while nobody else speaks', () => {
    const near = speechLike(12 * second, 9);
    const out = open({ ...off, echo: true }).clean(silence, near);
    expect(Math.abs(decibels(rms(last(out, 6)) / rms(last(near, 6))))).toBeLessThan(0.5);
  });
});

describe('noise', () => {
  it('goes down by 10 to 18 dB, and speech in it keeps its level', () => {
    const hiss = noise(12 * second, 200);
    const settings = { ...off, noise: true, highPass: true };
    const quiet = open(settings).clean(silence, hiss);
    const fall = decibels(rms(last(hiss, 6)) / rms(last(quiet, 6)));
    expect(fall).toBeGreaterThan(10);
    expect(fall).toBeLessThan(18);
    const { processor, clean } = open(settings);
    const out = clean(silence, sum(far, hiss));
    expect(Math.abs(decibels(rms(last(out, 6)) / rms(last(far, 6))))).toBeLessThan(1);
    expect(processor.statistics().signalToNoiseDb).toBeGreaterThan(10);
  });

  it('is measured for what it is', () => {
    const hiss = noise(12 * second, 200);
    const { processor, clean } = open(off);
    clean(silence, hiss);
    const { noiseDbfs, speechDbfs, signalToNoiseDb } = processor.statistics();
    expect(Math.abs((noiseDbfs ?? 0) - decibels(rms(hiss) / 32_768))).toBeLessThan(2);
    expect([speechDbfs, signalToNoiseDb]).toEqual([undefined, undefined]);
  });
});

describe('gain', () => {
  const levelAfter = (gain: number) => {
    const spoken = far.map((sample) => Math.max(-32_768, Math.min(32_767, sample * gain)));
    const { processor, clean } = open({ ...off, gain: true });
    const out = clean(silence, spoken);
    const atFullScale = out.filter((sample) => Math.abs(sample) >= 32_767).length;
    return { raised: decibels(rms(last(out, 4)) / rms(last(spoken, 4))), atFullScale, ...processor.statistics() };
  };

  it('brings a soft talker up, and leaves a good one alone', () => {
    expect(levelAfter(0.05).raised).toBeGreaterThan(12);
    expect(Math.abs(levelAfter(1).raised)).toBeLessThan(3);
  });

  it('never clips, though the microphone did, and tells of that', () => {
    const { atFullScale, clippedSamples } = levelAfter(6);
    expect(atFullScale).toBe(0);
    expect(clippedSamples).toBeGreaterThan(1_000);
  });
});

describe('half-duplex', () => {
  it('engages where echo leaks past the canceller, hides it, and lets go once the canceller holds', () => {
    // Later than the canceller looks.
    const late = delayed(far, 800, 0.5);
    const { processor, clean } = open({ ...off, echo: true, highPass: true });
    clean(far, late);
    let out = clean(far, late);
    expect(processor.statistics().halfDuplex).toBe(true);
    expect(decibels(rms(last(late, 4)) / rms(last(out, 4)))).toBeGreaterThan(30);
    const near = delayed(far, 40, 0.5);
    clean(far, near);
    out = clean(far, near);
    expect(processor.statistics().halfDuplex).toBe(false);
    expect(decibels(rms(last(near, 4)) / rms(last(out, 4)))).toBeGreaterThan(40);
  });
});

describe('switching in mid-call', () => {
  it('is no click: no step is larger than the sound itself makes', () => {
    const tone = Int16Array.from(
      { length: 4 * second },
      (_, at) => 8_000 * Math.sin((2 * Math.PI * 300 * at) / second),
    );
    const steepest = (samples: Int16Array) =>
      samples.reduce((most, sample, at) => Math.max(most, Math.abs(sample - (samples[at - 1] ?? sample))), 0);
    const { processor, clean } = open(off);
    const heard: number[] = [];
    for (const settings of [{ ...off, echo: true }, off, { ...off, highPass: true, gain: true }, off]) {
      heard.push(...clean(silence.subarray(0, second), tone.subarray(0, second)));
      processor.change(settings);
    }
    // The tone is at the same place of its wave at each whole second, so only switching could break it.
    expect(steepest(Int16Array.from(heard))).toBeLessThan(steepest(tone) * 1.5);
  });
});
