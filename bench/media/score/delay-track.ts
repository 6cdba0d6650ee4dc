// Where each half second of what was spoken is found again in what was heard: delay over time, and how alike they are.

import { Downsampler } from '../../../media/codec/resampler.ts';
import { speechRateHz } from '../../../media/codec/speech-codec.ts';
import { percentile } from '../../claims/claim.ts';
import { Fourier } from './fourier.ts';

/** Speech up to 4 kHz places a window to a small part of a millisecond. */
const rateHz = 8_000;
const windowSamples = rateHz / 2;
const hopSamples = rateHz / 4;
/** A window softer than this (16-bit RMS) is a pause and says nothing about delay. */
const quietRms = 60;
/** Below this likeness the best place is a coincidence: voiced speech resembles itself a few periods away. */
const leastCorrelation = 0.5;
const sureCorrelation = 0.75;
/** As far as stretching moves the delay from one window to the next. */
const neighbourhoodMs = 30;

export interface DelayWindow {
  /** Of the window's begin in the reference. */
  readonly atMs: number;
  /** Its place in `degraded` less its place in the reference. */
  readonly delayMs: number;
  /** Normalised, at the best place; 0 where nothing was heard. */
  readonly correlation: number;
}

export interface DelayTrack {
  /** Every window of speech, 0.5 s long and 0.25 s apart. */
  readonly windows: readonly DelayWindow[];
  /** Of the windows that were found again, NaN where there is none. */
  readonly delayP50Ms: number;
  readonly delayP95Ms: number;
  /** How many windows were found again, of all. */
  readonly foundShare: number;
  readonly correlationP50: number;
  /** The 10th percentile: how bad the bad moments are. */
  readonly correlationP10: number;
}

export interface TrackOptions {
  /** Delays from 0 to this are looked for; 1,000 if absent. */
  readonly mostDelayMs?: number;
  /** The reference was spoken by a clock that ran so much faster than that of `degraded`, in millionths. */
  readonly skewPpm?: number;
}

/** Both at 48 kHz, sample 0 of both at the same moment. */
export function trackDelay(reference: Int16Array, degraded: Int16Array, options: TrackOptions = {}): DelayTrack {
  const { mostDelayMs = 1_000, skewPpm = 0 } = options;
  const spoken = narrow(reference);
  const heard = narrow(degraded);
  const search = new WindowSearch(heard, Math.round((mostDelayMs * rateHz) / 1_000));
  const windows: DelayWindow[] = [];
  // A window is used only where its whole search lies inside what was heard.
  const last = Math.min(spoken.length, heard.length - search.reach) - windowSamples;
  for (let at = 0; at <= last; at += hopSamples) {
    const window = spoken.subarray(at, at + windowSamples);
    if (rms(window) < quietRms) continue;
    const { lag, correlation } = search.find(window, at);
    windows.push({ atMs: (at * 1_000) / rateHz, delayMs: (lag * 1_000) / rateHz, correlation });
  }
  // A fast clock spoke each window a little before its place in the reference says.
  const delays = foundWindows(windows).map(({ atMs, delayMs }) => delayMs + (atMs * skewPpm) / 1e6);
  const correlations = windows.map(({ correlation }) => correlation);
  return {
    windows,
    delayP50Ms: percentile(delays, 0.5),
    delayP95Ms: percentile(delays, 0.95),
    foundShare: windows.length === 0 ? 0 : delays.length / windows.length,
    correlationP50: percentile(correlations, 0.5),
    correlationP10: percentile(correlations, 0.1),
  };
}

/** Those whose delay can be relied on: a likeness that leaves no doubt, or less of it and a neighbour that agrees. */
export function foundWindows(windows: readonly DelayWindow[]): readonly DelayWindow[] {
  return windows.filter((window, at) => {
    if (window.correlation >= sureCorrelation) return true;
    const agrees = (other: DelayWindow | undefined) =>
      other !== undefined &&
      other.correlation >= leastCorrelation &&
      Math.abs(other.delayMs - window.delayMs) <= neighbourhoodMs;
    return window.correlation >= leastCorrelation && (agrees(windows[at - 1]) || agrees(windows[at + 1]));
  });
}

/** The delay at each moment: that of the nearest window that was found; undefined where none was. */
export function delayAt(found: readonly DelayWindow[], atMs: number): number | undefined {
  let best: DelayWindow | undefined;
  const middle = ({ atMs: begin }: DelayWindow) => begin + (windowSamples * 500) / rateHz;
  for (const window of found) {
    if (best === undefined || Math.abs(middle(window) - atMs) < Math.abs(middle(best) - atMs)) best = window;
  }
  return best?.delayMs;
}

/** Correlates one window with every place it may have moved to, at once, by Fourier. */
class WindowSearch {
  readonly reach: number;
  readonly #heard: Float64Array;
  /** Energy of all samples before each. */
  readonly #energy: Float64Array;
  readonly #fourier: Fourier;
  readonly #work: readonly [Float64Array, Float64Array];

  constructor(heard: Float64Array, reach: number) {
    this.reach = reach;
    this.#heard = heard;
    this.#energy = new Float64Array(heard.length + 1);
    for (let at = 0; at < heard.length; at++)
      this.#energy[at + 1] = (this.#energy[at] as number) + (heard[at] as number) ** 2;
    this.#fourier = new Fourier(2 ** Math.ceil(Math.log2(2 * windowSamples + reach)));
    this.#work = [new Float64Array(this.#fourier.size), new Float64Array(this.#fourier.size)];
  }

  find(window: Float64Array, at: number): { readonly lag: number; readonly correlation: number } {
    const products = this.#correlate(window, at);
    const own = Math.sqrt(window.reduce((sum, sample) => sum + sample * sample, 0));
    const likeness = (lag: number): number => {
      const energy = this.#energyOf(at + lag, windowSamples);
      // What is softer than a rounding error was not heard.
      return energy < windowSamples ? 0 : (products[lag] as number) / (own * Math.sqrt(energy));
    };
    let lag = 0;
    for (let candidate = 1; candidate <= this.reach; candidate++)
      if (likeness(candidate) > likeness(lag)) lag = candidate;
    const correlation = Math.max(0, likeness(lag));
    if (lag === 0 || lag === this.reach) return { lag, correlation };
    // Between samples the peak lies on a parabola through its three highest points.
    const [before, after] = [likeness(lag - 1), likeness(lag + 1)];
    const bend = before - 2 * correlation + after;
    if (bend >= 0) return { lag, correlation };
    const shift = (before - after) / (2 * bend);
    return { lag: lag + shift, correlation: Math.min(1, correlation - ((before - after) * shift) / 4) };
  }

  #energyOf(from: number, count: number): number {
    return (this.#energy[from + count] as number) - (this.#energy[from] as number);
  }

  /** Sums of products by lag: the window rides in the imaginary part, so that one transform serves both. */
  #correlate(window: Float64Array, at: number): Float64Array {
    const [real, imaginary] = this.#work;
    const { size } = this.#fourier;
    real.fill(0).set(this.#heard.subarray(at, at + windowSamples + this.reach));
    imaginary.fill(0).set(window);
    this.#fourier.forward(real, imaginary);
    const out: [number, number] = [0, 0];
    for (let k = 0; k <= size / 2; k++) {
      const mirror = k === 0 ? 0 : size - k;
      productAt(real, imaginary, k, mirror, out);
      const [value, turn] = out;
      real[k] = value;
      imaginary[k] = turn;
      real[mirror] = value;
      imaginary[mirror] = k === mirror ? 0 : -turn;
    }
    this.#fourier.inverse(real, imaginary);
    return real;
  }
}

/** Spectrum of the real part times the conjugate spectrum of the imaginary part, of one joint transform. */
function productAt(
  real: Float64Array,
  imaginary: Float64Array,
  k: number,
  mirror: number,
  out: [number, number],
): void {
  const [rk, ik, rm, im] = [
    real[k] as number,
    imaginary[k] as number,
    real[mirror] as number,
    imaginary[mirror] as number,
  ];
  const heardReal = (rk + rm) / 2;
  const heardImaginary = (ik - im) / 2;
  const windowReal = (ik + im) / 2;
  const windowImaginary = (rm - rk) / 2;
  out[0] = heardReal * windowReal + heardImaginary * windowImaginary;
  out[1] = heardImaginary * windowReal - heardReal * windowImaginary;
}

function narrow(samples: Int16Array): Float64Array {
  const factor = speechRateHz / rateHz;
  const whole = samples.subarray(0, samples.length - (samples.length % factor));
  const narrowed = new Int16Array(whole.length / factor);
  new Downsampler(rateHz).process(whole, narrowed);
  return Float64Array.from(narrowed);
}

function rms(samples: Float64Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
