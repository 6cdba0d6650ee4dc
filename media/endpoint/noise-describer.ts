// Describes the background of a pause, level and shape, so that the far end can make it up by itself (RFC 3389).

import { Downsampler } from '../codec/resampler.ts';
import { speechRateHz } from '../codec/speech-codec.ts';

const noiseRateHz = 8_000;
const factor = speechRateHz / noiseRateHz;
/** Enough for the colour of a room; more coefficients tell of voices. */
export const noiseOrder = 6;
export const noisePayloadBytes = 1 + noiseOrder;
/** Softer than this is digital silence, and a level has seven bits. */
const softestDb = 127;
/** Of what is known when the next frame comes: a single click is no background. */
const kept = 0.9;
/** Keeps the shape of nearly nothing from being that of its rounding. */
const floorPower = 0.25;

export class NoiseDescriber {
  readonly #down = new Downsampler(noiseRateHz);
  readonly #narrow = new Int16Array((speechRateHz / 10 / factor) | 0);
  /** Mean products of samples 0 to `noiseOrder` apart. */
  readonly #correlation = new Float64Array(noiseOrder + 1);
  readonly #filter = new Float64Array(noiseOrder + 1);
  readonly #before = new Float64Array(noiseOrder + 1);
  #known = false;

  /** Level of what was heard last, in dB below overload: what the first octet says. */
  get levelDb(): number {
    const power = this.#correlation[0] as number;
    if (power < floorPower) return softestDb;
    return Math.min(softestDb, Math.max(0, Math.round(-10 * Math.log10(power / 32_767 ** 2))));
  }

  /** A frame of background, at most 100 ms and a multiple of 6 samples. */
  observe(frame: Int16Array): void {
    const count = Math.min(this.#narrow.length, Math.floor(frame.length / factor));
    const narrow = this.#narrow.subarray(0, count);
    this.#down.process(frame.subarray(0, count * factor), narrow);
    const weight = this.#known ? 1 - kept : 1;
    for (let lag = 0; lag <= noiseOrder; lag++) {
      let sum = 0;
      for (let n = lag; n < count; n++) sum += (narrow[n] as number) * (narrow[n - lag] as number);
      const mean = sum / Math.max(1, count);
      this.#correlation[lag] = (this.#correlation[lag] as number) * (1 - weight) + mean * weight;
    }
    this.#known = true;
  }

  /** Fills `noisePayloadBytes` of `payload`: the level (3.1), then quantised reflection coefficients (3.2). */
  describe(payload: Uint8Array): number {
    payload[0] = this.levelDb;
    const [filter, before] = [this.#filter, this.#before];
    filter.fill(0);
    filter[0] = 1;
    // Levinson and Durbin: each step's last coefficient is the reflection.
    let error = (this.#correlation[0] as number) + floorPower;
    for (let n = 1; n <= noiseOrder; n++) {
      let sum = this.#correlation[n] as number;
      for (let k = 1; k < n; k++) sum += (filter[k] as number) * (this.#correlation[n - k] as number);
      const reflection = Math.max(-0.95, Math.min(0.95, -sum / error));
      before.set(filter);
      for (let k = 1; k < n; k++) filter[k] = (before[k] as number) + reflection * (before[n - k] as number);
      filter[n] = reflection;
      error *= 1 - reflection * reflection;
      payload[n] = Math.max(0, Math.min(254, 127 + Math.round((reflection * 32_768) / 258)));
    }
    return noisePayloadBytes;
  }

  reset(): void {
    this.#known = false;
    this.#correlation.fill(0);
  }
}
