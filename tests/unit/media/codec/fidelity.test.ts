// What resampling, G.711 and G.722 do to frequencies and levels, held against the recommendations' masks.

import { describe, expect, it } from 'vitest';
import { openCodec } from '../../../../media/codec/index.ts';
import { Downsampler, Upsampler } from '../../../../media/codec/resampler.ts';
import { residualOf } from '../rig/spectrum.ts';
import { sine } from '../rig/speech.ts';

const second = 48_000;

/** Gain in dB at `hz`, and level of what else there is, of a second of signal at `rateHz`. */
function gainAt(signal: Int16Array, hz: number, rateHz: number, amplitude: number): number {
  let [real, imaginary, weight] = [0, 0, 0];
  for (let n = 0; n < signal.length; n++) {
    const window = 1 - Math.cos((2 * Math.PI * (n + 0.5)) / signal.length);
    real += window * (signal[n] ?? 0) * Math.cos((2 * Math.PI * hz * n) / rateHz);
    imaginary += window * (signal[n] ?? 0) * Math.sin((2 * Math.PI * hz * n) / rateHz);
    weight += window;
  }
  return 20 * Math.log10(Math.max(1e-9, (2 * Math.hypot(real, imaginary)) / weight / amplitude));
}

function narrowed(hz: number, rateHz: number): Int16Array {
  const low = new Int16Array(rateHz);
  new Downsampler(rateHz).process(sine(second, hz, 10_000), low);
  return low.subarray(rateHz / 8);
}

function widened(hz: number, rateHz: number): Int16Array {
  const high = new Int16Array(second);
  new Upsampler(rateHz).process(sine(rateHz, hz, 10_000, rateHz), high);
  return high.subarray(second / 8);
}

describe.each([8_000, 16_000])('resampling to %i Hz', (rateHz) => {
  const scale = rateHz / 8_000;

  it('passes speech flat up to 3.3 kHz, and its upper edge at 3.4 within half a dB (of twice that at 16 kHz)', () => {
    for (const hz of [60, 300, 700, 1_500, 2_600, 3_100, 3_300])
      expect(Math.abs(gainAt(narrowed(hz * scale, rateHz), hz * scale, rateHz, 10_000)), `${hz}`).toBeLessThan(0.1);
    expect(gainAt(narrowed(3_400 * scale, rateHz), 3_400 * scale, rateHz, 10_000)).toBeGreaterThan(-0.5);
    for (const hz of [300, 1_000, 2_600, 3_300])
      expect(Math.abs(gainAt(widened(hz * scale, rateHz), hz * scale, second, 10_000)), `${hz}`).toBeLessThan(0.1);
  });

  it('folds nothing back into speech: 60 dB below from 4.3 kHz on, where it would come down to 3.7', () => {
    for (const hz of [4_300, 4_500, 5_000, 5_700, 6_500, 7_300, 7_900])
      expect(gainAt(narrowed(hz * scale, rateHz), (8_000 - hz) * scale, rateHz, 10_000), `${hz}`).toBeLessThan(-60);
  });

  it('makes no image of speech above the lower rate', () => {
    for (const hz of [300, 1_000, 2_000, 3_400])
      expect(gainAt(widened(hz * scale, rateHz), (8_000 - hz) * scale, second, 10_000), `${hz}`).toBeLessThan(-65);
  });
});

/** Signal to what was added, in dB, of a second of a tone through the codec. */
function signalToDistortion(name: 'PCMU' | 'PCMA' | 'G722', hz: number, amplitude: number): number {
  const codec = openCodec(name);
  const spoken = sine(second + 9_600, hz, amplitude);
  const heard = new Int16Array(spoken.length);
  const payload = new Uint8Array(1_275);
  for (let at = 0; at < spoken.length; at += 960) {
    const length = codec.encode(spoken.subarray(at, at + 960), payload);
    codec.decode(payload.subarray(0, length), heard.subarray(at, at + 960));
  }
  codec.close();
  // The codec's second begins with a whole number of waves, and its start-up is left out.
  const steady = heard.subarray(9_600);
  return 20 * Math.log10(amplitude / Math.SQRT2 / residualOf(steady, [hz]));
}

describe('a tone through a codec', () => {
  it.each([
    // G.712, 7.1: 33 dB from 0 to -30 dBm0, 27 at -40, 22 at -45.
    [0, 33],
    [-10, 33],
    [-20, 33],
    [-30, 33],
    [-40, 27],
    [-45, 22],
  ])('of %i dBm0 keeps %i dB above its distortion in both laws of G.711', (dbm0, leastDb) => {
    const amplitude = 32_768 * 10 ** ((dbm0 - 3.14) / 20);
    for (const law of ['PCMU', 'PCMA'] as const)
      for (const hz of [420, 1_020])
        expect(signalToDistortion(law, hz, amplitude), `${law} ${hz}`).toBeGreaterThan(leastDb);
  });

  it.each([
    [300, 40],
    [1_000, 40],
    [2_500, 35],
    [5_500, 15],
  ])('of %i Hz keeps %i dB above its distortion in G.722', (hz, leastDb) => {
    expect(signalToDistortion('G722', hz, 8_000)).toBeGreaterThan(leastDb);
  });
});
