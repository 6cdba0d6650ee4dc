// What the sound device did each second, and how loud speech and room are.

import { describe, expect, it } from 'vitest';
import { FrameFigures } from '../../../../media/frame-figures.ts';
import { codecBandwidthHz } from '../../../../media/quality/codec-bandwidth.ts';
import { DeviceWatch } from '../../../../media/quality/device-watch.ts';
import { SoundWatch } from '../../../../media/quality/sound-watch.ts';
import { SpeechLevels } from '../../../../media/quality/speech-levels.ts';
import { codecs } from '../rig/loopback.ts';
import { sine, speechLike } from '../rig/speech.ts';

const frameSamples = 960;
const second = 48_000;
const frame = new FrameFigures();

function hear(levels: SpeechLevels, signal: Int16Array): ReturnType<SpeechLevels['take']> {
  let figures = levels.take();
  for (let at = 0; at + frameSamples <= signal.length; at += frameSamples) {
    levels.observe(frame.measure(signal.subarray(at, at + frameSamples)));
    if ((at + frameSamples) % second === 0) figures = levels.take();
  }
  return figures;
}

/** White noise of the given level. */
function noise(samples: number, dbfs: number, seed = 5): Int16Array {
  const amplitude = 32_768 * 10 ** (dbfs / 20) * Math.sqrt(3);
  let state = seed;
  return Int16Array.from({ length: samples }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.round(amplitude * (state / 0x8000_0000 - 1));
  });
}

/** Half a second of a tone as loud as speech, half a second of room, again and again. */
function talkInRoom(seconds: number, speechDbfs: number, noiseDbfs: number): Int16Array {
  const room = noise(seconds * second, noiseDbfs);
  const voice = sine(seconds * second, 440, 32_768 * Math.SQRT2 * 10 ** (speechDbfs / 20));
  return room.map((sample, n) => sample + ((n % second) * 2 < second ? (voice[n] ?? 0) : 0));
}

describe('speech and room', () => {
  it.each([
    [-26, -60],
    [-20, -35],
    [-45, -70],
  ])('speech at %i dBFS in a room of %i dBFS is told apart', (speechDbfs, noiseDbfs) => {
    const figures = hear(new SpeechLevels(), talkInRoom(6, speechDbfs, noiseDbfs));
    expect(figures.speechDbfs).toBeGreaterThan(speechDbfs - 1.5);
    expect(figures.speechDbfs).toBeLessThan(speechDbfs + 1.5);
    expect(figures.noiseDbfs).toBeGreaterThan(noiseDbfs - 2);
    expect(figures.noiseDbfs).toBeLessThan(noiseDbfs + 2);
    expect(figures.signalToNoiseDb).toBeCloseTo((figures.speechDbfs ?? 0) - (figures.noiseDbfs ?? 0));
  });

  it('a room in which nobody speaks has a level but no speech', () => {
    const figures = hear(new SpeechLevels(), noise(5 * second, -50));
    expect(figures.speechDbfs).toBeUndefined();
    expect(figures.noiseDbfs).toBeCloseTo(-50, -0.5);
  });

  it('digital silence and a constant offset are no room', () => {
    expect(hear(new SpeechLevels(), new Int16Array(4 * second)).noiseDbfs).toBeUndefined();
    expect(hear(new SpeechLevels(), new Int16Array(4 * second).fill(9_000)).noiseDbfs).toBeUndefined();
  });

  it('what was said long ago is forgotten', () => {
    const levels = new SpeechLevels();
    hear(levels, talkInRoom(6, -20, -60));
    expect(hear(levels, talkInRoom(30, -40, -60)).speechDbfs).toBeLessThan(-36);
  });
});

describe('sound without the handset', () => {
  it('is not measured', () => {
    const watch = new SoundWatch();
    const frame = speechLike(frameSamples);
    for (let n = 0; n < 50; n++) {
      watch.observeCapture(frame, false);
      watch.observePlayout(frame, false);
    }
    expect(watch.take()).toEqual({
      captureLevelDbfs: undefined,
      playoutLevelDbfs: undefined,
      clippedShare: undefined,
      captureSpeech: undefined,
      playoutSpeech: undefined,
      periods: 50,
      heardPeriods: 0,
    });
  });
});

describe('the device', () => {
  const totals = { starvedPeriods: 100, playoutDelayMs: 12, capturing: true };

  it('is told of the last second alone, from the second second on', () => {
    const watch = new DeviceWatch();
    expect(watch.take({ ...totals, xruns: 7 }, 50)).toBeUndefined();
    expect(watch.take({ ...totals, starvedPeriods: 110, xruns: 9, playing: false }, 40)).toEqual({
      capturing: true,
      playing: false,
      realTime: undefined,
      echo: undefined,
      signalToNoiseDb: undefined,
      playoutDelayMs: 12,
      starvedShare: 0.2,
      xruns: 2,
    });
  });

  it('leaves out what its driver does not know, and a driver that counts anew counts nothing twice', () => {
    const watch = new DeviceWatch();
    watch.take(totals, 50);
    expect(watch.take({ ...totals, starvedPeriods: 0 }, 50)).toMatchObject({
      starvedShare: 0,
      xruns: undefined,
      playing: undefined,
    });
  });
});

describe('the bandwidth of a codec', () => {
  it('is what the far end lets it carry', () => {
    const opusUpTo = (rate: string) => codecBandwidthHz({ ...codecs.opus, parameters: { maxplaybackrate: rate } });
    expect(codecBandwidthHz(codecs.PCMU)).toBe(3_400);
    expect(codecBandwidthHz(codecs.G722)).toBe(7_000);
    expect(codecBandwidthHz(codecs.opus)).toBe(20_000);
    expect(['8000', '16000', '24000', '48000', 'x'].map(opusUpTo)).toEqual([4_000, 8_000, 12_000, 20_000, 20_000]);
  });
});
