// How far apart two sounds are to the ear's bands: the mean log-spectral distance in dB over frames of speech.

import { speechRateHz } from '../../../media/codec/speech-codec.ts';
import { type DelayWindow, delayAt, foundWindows } from './delay-track.ts';
import { Fourier } from './fourier.ts';

/** Edges of 20 critical bands (Zwicker), up to where wideband speech ends. */
const edgesHz = [
  0, 100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3700, 4400, 5300, 7000,
];
/** 20 ms. */
export const frameSamples = speechRateHz / 50;
export const frameMs = 20;
const transformSize = 1024;
/** Softer frames (16-bit RMS of the reference) are pauses. */
const quietRms = 60;
/** Keeps what speech itself covers from counting: about 50 dB below normal speech. */
const floorPower = 5e5;

export class SpectralDistance {
  readonly #fourier = new Fourier(transformSize);
  readonly #real = new Float64Array(transformSize);
  readonly #imaginary = new Float64Array(transformSize);
  readonly #taper = Float64Array.from(
    { length: frameSamples },
    (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / frameSamples),
  );
  readonly #bandOf = bandOfBins();

  /**
   * The distance of every 20 ms frame of the reference, each compared at the delay of its own half second; NaN in
   * pauses and where the frame's place is not inside `degraded`. Both at 48 kHz.
   */
  ofFrames(reference: Int16Array, degraded: Int16Array, windows: readonly DelayWindow[]): Float64Array {
    const found = foundWindows(windows);
    const distances = new Float64Array(Math.floor(reference.length / frameSamples)).fill(Number.NaN);
    for (let frame = 0; frame < distances.length; frame++) {
      const at = frame * frameSamples;
      const spoken = reference.subarray(at, at + frameSamples);
      if (rms(spoken) < quietRms) continue;
      const delayMs = delayAt(found, (frame + 0.5) * frameMs);
      if (delayMs === undefined) continue;
      const place = at + Math.round((delayMs * speechRateHz) / 1_000);
      if (place < 0 || place + frameSamples > degraded.length) continue;
      distances[frame] = this.between(spoken, degraded.subarray(place, place + frameSamples));
    }
    return distances;
  }

  /** In dB between two frames of 960 samples. */
  between(a: Int16Array, b: Int16Array): number {
    const bandsA = this.#bands(a);
    const bandsB = this.#bands(b);
    const squares = bandsA.reduce((sum, level, band) => sum + (level - (bandsB[band] ?? 0)) ** 2, 0);
    return Math.sqrt(squares / bandsA.length);
  }

  #bands(frame: Int16Array): Float64Array {
    this.#real.fill(0);
    this.#imaginary.fill(0);
    for (let n = 0; n < frameSamples; n++) this.#real[n] = (frame[n] ?? 0) * (this.#taper[n] as number);
    this.#fourier.forward(this.#real, this.#imaginary);
    const powers = new Float64Array(edgesHz.length - 1);
    for (let bin = 0; bin < this.#bandOf.length; bin++) {
      const band = this.#bandOf[bin] as number;
      powers[band] =
        (powers[band] as number) + (this.#real[bin] as number) ** 2 + (this.#imaginary[bin] as number) ** 2;
    }
    return powers.map((power) => 10 * Math.log10(power + floorPower));
  }
}

/** The band of each bin of the transform, as long as there are bands. */
function bandOfBins(): Int8Array {
  const bins = Math.floor(((edgesHz.at(-1) ?? 0) * transformSize) / speechRateHz);
  return Int8Array.from({ length: bins }, (_, bin) => {
    const hz = ((bin + 0.5) * speechRateHz) / transformSize;
    return edgesHz.findLastIndex((edge) => edge <= hz);
  });
}

function rms(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
