// What a loop did to a sweep: how late it came back, how loud, and how loud at each third of an octave.

import { RATE_HZ } from '../../enterprise/audio/script.ts';
import { Fourier } from '../../media/score/fourier.ts';

export interface Loop {
  /** From the bench's mouth through the phone and back to the bench's ear; in steps of `hopMs`, refined between them. */
  readonly delayMs: number;
  /** What came back over what was said. */
  readonly gainDb: number;
  /** How surely it is the same sound, by its loudness over time and pitch: 1 is a copy, below 0.3 is none. */
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
const windowSamples = 2_048;
const hopMs = 5;
const hopSamples = (RATE_HZ * hopMs) / 1_000;

/** Undefined where nothing came back. */
export function measureLoop(said: Int16Array, heard: Int16Array): Loop | undefined {
  if (powerOf(said) === 0 || powerOf(heard) === 0) return undefined;
  const from = pictureOf(said);
  const back = pictureOf(heard);
  const { hops, likeness } = bestLag(from, back);
  return {
    delayMs: hops * hopMs,
    likeness,
    gainDb: 10 * Math.log10(powerOf(heard) / powerOf(said)),
    bands: bandCentresHz.map((centre, band) => [centre, ratioDb(energyOf(back, band), energyOf(from, band))] as const),
  };
}

/** RMS in dB over full scale. */
export function levelDbfs(samples: Int16Array): number {
  const power = samples.length === 0 ? 0 : powerOf(samples) / samples.length;
  return power === 0 ? floorDb : Math.max(floorDb, 10 * Math.log10(power / 32_768 ** 2));
}

/** Amplitude by time and band, a line of bands for each hop: what a codec and a jitter buffer leave alone. */
type Picture = readonly Float64Array[];

function pictureOf(samples: Int16Array): Picture {
  const fourier = new Fourier(windowSamples);
  const real = new Float64Array(windowSamples);
  const imaginary = new Float64Array(windowSamples);
  const lines: Float64Array[] = [];
  for (let start = 0; start + windowSamples <= samples.length; start += hopSamples) {
    for (let at = 0; at < windowSamples; at++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / windowSamples);
      real[at] = (samples[start + at] as number) * hann;
      imaginary[at] = 0;
    }
    fourier.forward(real, imaginary);
    lines.push(Float64Array.from(bandCentresHz, (centre) => amplitudeAround(centre, real, imaginary)));
  }
  return lines;
}

function amplitudeAround(centreHz: number, real: Float64Array, imaginary: Float64Array): number {
  const first = Math.max(1, Math.round((centreHz / halfBand / RATE_HZ) * windowSamples));
  const last = Math.max(first, Math.round(((centreHz * halfBand) / RATE_HZ) * windowSamples) - 1);
  let energy = 0;
  for (let k = first; k <= last; k++) energy += (real[k] as number) ** 2 + (imaginary[k] as number) ** 2;
  return Math.sqrt(energy);
}

/** The shift at which both pictures are most alike, refined by a parabola through its neighbours. */
function bestLag(from: Picture, back: Picture): { readonly hops: number; readonly likeness: number } {
  const norm = Math.sqrt(innerOf(from, from, 0) * innerOf(back, back, 0));
  const likeness = Array.from({ length: mostDelayMs / hopMs + 1 }, (_, lag) => innerOf(from, back, lag) / norm);
  const best = likeness.indexOf(Math.max(...likeness));
  const [before = 0, peak = 0, after = 0] = [likeness[best - 1], likeness[best], likeness[best + 1]];
  const bend = before - 2 * peak + after;
  const shift = best === 0 || bend === 0 ? 0 : (0.5 * (before - after)) / bend;
  return { hops: best + shift, likeness: peak };
}

function innerOf(a: Picture, b: Picture, lag: number): number {
  let sum = 0;
  for (let at = 0; at + lag < b.length && at < a.length; at++) {
    const [left, right] = [a[at] as Float64Array, b[at + lag] as Float64Array];
    for (let band = 0; band < left.length; band++) sum += (left[band] as number) * (right[band] as number);
  }
  return sum;
}

function energyOf(picture: Picture, band: number): number {
  return picture.reduce((sum, line) => sum + (line[band] as number) ** 2, 0);
}

function ratioDb(energy: number, reference: number): number {
  return Math.max(floorDb, 10 * Math.log10(Math.max(energy, 1e-9) / Math.max(reference, 1e-9)));
}

function powerOf(samples: Int16Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return power;
}
