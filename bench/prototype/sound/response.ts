// What a loop did to a sweep: how late it came back, how loud, and how loud at each third of an octave.

import { RATE_HZ } from '../../enterprise/audio/script.ts';
import { Fourier } from '../../media/score/fourier.ts';

export interface Loop {
  /** From the bench's mouth through the phone and back to the bench's ear. */
  readonly delayMs: number;
  /** What came back over what was said. */
  readonly gainDb: number;
  /** How surely it is the same sound: 1 is a copy, below 0.3 is none. */
  readonly likeness: number;
  /** Centre frequency in Hz and gain in dB. */
  readonly bands: readonly (readonly [number, number])[];
}

const mostDelayMs = 1_000;
/** Preferred third-octave bands of a wideband telephone (ISO 266). */
export const bandCentresHz = [
  125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300,
] as const;
const halfBand = 2 ** (1 / 6);
/** As quiet as nothing at all. */
const floorDb = -100;

interface Spectrum {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Undefined where nothing came back. */
export function measureLoop(said: Int16Array, heard: Int16Array): Loop | undefined {
  if (powerOf(said) === 0 || powerOf(heard) === 0) return undefined;
  const size = 2 ** Math.ceil(Math.log2(said.length + mostDelayMs * (RATE_HZ / 1000) + 1));
  const fourier = new Fourier(size);
  const from = spectrumOf(said, fourier);
  const back = spectrumOf(heard, fourier);
  const { lag, likeness } = bestLag(from, back, fourier, Math.sqrt(powerOf(said) * powerOf(heard)));
  return {
    delayMs: (lag * 1000) / RATE_HZ,
    likeness,
    gainDb: 10 * Math.log10(powerOf(heard) / powerOf(said)),
    bands: bandCentresHz.map((centre) => [centre, gainAround(centre, from, back, size)] as const),
  };
}

/** RMS in dB over full scale. */
export function levelDbfs(samples: Int16Array): number {
  const power = samples.length === 0 ? 0 : powerOf(samples) / samples.length;
  return power === 0 ? floorDb : Math.max(floorDb, 10 * Math.log10(power / 32_768 ** 2));
}

function spectrumOf(samples: Int16Array, fourier: Fourier): Spectrum {
  const spectrum = { real: new Float64Array(fourier.size), imaginary: new Float64Array(fourier.size) };
  spectrum.real.set(samples);
  fourier.forward(spectrum.real, spectrum.imaginary);
  return spectrum;
}

/** The peak of the cross-correlation; a loop may turn the sound over. */
function bestLag(from: Spectrum, back: Spectrum, fourier: Fourier, norm: number) {
  const real = new Float64Array(fourier.size);
  const imaginary = new Float64Array(fourier.size);
  for (let k = 0; k < fourier.size; k++) {
    const [a, b, c, d] = [from.real[k], from.imaginary[k], back.real[k], back.imaginary[k]] as number[] as [
      number,
      number,
      number,
      number,
    ];
    real[k] = a * c + b * d;
    imaginary[k] = a * d - b * c;
  }
  fourier.inverse(real, imaginary);
  let lag = 0;
  for (let at = 0; at <= (mostDelayMs * RATE_HZ) / 1000; at++) {
    if (Math.abs(real[at] as number) > Math.abs(real[lag] as number)) lag = at;
  }
  return { lag, likeness: Math.abs(real[lag] as number) / norm };
}

function gainAround(centreHz: number, from: Spectrum, back: Spectrum, size: number): number {
  const first = Math.floor((centreHz / halfBand / RATE_HZ) * size);
  const last = Math.ceil(((centreHz * halfBand) / RATE_HZ) * size);
  const energy = (spectrum: Spectrum) => {
    let sum = 0;
    for (let k = first; k <= last; k++) {
      sum += (spectrum.real[k] as number) ** 2 + (spectrum.imaginary[k] as number) ** 2;
    }
    return sum;
  };
  return Math.max(floorDb, 10 * Math.log10(Math.max(energy(back), 1e-9) / Math.max(energy(from), 1e-9)));
}

function powerOf(samples: Int16Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return power;
}
