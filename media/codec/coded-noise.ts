// Comfort noise as the far end describes it: a level and the shape of its background (RFC 3389).

import { Upsampler } from './resampler.ts';
import { speechRateHz } from './speech-codec.ts';

/** The static payload type (RFC 3551). */
export const comfortNoisePayloadType = 13;
const noiseRateHz = 8_000;
const factor = speechRateHz / noiseRateHz;
/** More coefficients than any encoder sends; the rest of a long payload is ignored. */
const mostCoefficients = 12;
/** 0 dBov is a square wave at full scale; an even noise between -1 and 1 has an RMS of 1/sqrt(3). */
const unitLevel = 32_767 * Math.sqrt(3);
/** Nearer to 1 a filter rings instead of hissing. */
const mostReflection = 0.95;
/** No background is louder than -30 dBov: what claims to be is no comfort. */
const leastLevelDb = 30;

/** Fills frames with noise of the shape described last; silent before the first description. */
export class CodedNoise {
  readonly #reflections = new Float64Array(mostCoefficients);
  readonly #memory = new Float64Array(mostCoefficients + 1);
  readonly #narrow = new Int16Array((speechRateHz / 10 / factor) | 0);
  readonly #up = new Upsampler(noiseRateHz);
  #order = 0;
  #gain = 0;
  #state = 1;
  /** Described at all, and not forgotten since. */
  known = false;

  /** False where the payload describes nothing: one octet of level, then reflection coefficients (3.1 and 3.2). */
  describe(payload: Uint8Array): boolean {
    const level = payload[0];
    if (level === undefined || (level & 0x80) !== 0) return false;
    this.#order = Math.min(mostCoefficients, payload.length - 1);
    // A filter makes noise louder by the inverse of what each reflection leaves through.
    let through = 1;
    for (let n = 0; n < this.#order; n++) {
      const coded = payload[n + 1] as number;
      const reflection = Math.max(-mostReflection, Math.min(mostReflection, (258 * (coded - 127)) / 32_768));
      this.#reflections[n] = reflection;
      through *= 1 - reflection * reflection;
    }
    this.#gain = unitLevel * 10 ** (-Math.max(level, leastLevelDb) / 20) * Math.sqrt(through);
    this.known = true;
    return true;
  }

  /** Any number of samples up to 100 ms that is a multiple of 6. */
  fill(frame: Int16Array): void {
    const count = Math.min(this.#narrow.length, Math.floor(frame.length / factor));
    for (let n = 0; n < count; n++) this.#narrow[n] = this.#next();
    this.#up.process(this.#narrow.subarray(0, count), frame);
    frame.fill(0, count * factor);
  }

  /** One sample through the all-pole lattice; dark noise has a negative first reflection. */
  #next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    let forward = (this.#state / 0x8000_0000 - 1) * this.#gain;
    for (let n = this.#order - 1; n >= 0; n--) {
      const reflection = this.#reflections[n] as number;
      const backward = this.#memory[n] as number;
      forward -= reflection * backward;
      this.#memory[n + 1] = backward + reflection * forward;
    }
    this.#memory[0] = forward;
    return forward > 32_767 ? 32_767 : forward < -32_768 ? -32_768 : forward;
  }

  reset(): void {
    this.known = false;
    this.#gain = 0;
    this.#order = 0;
    this.#memory.fill(0);
    this.#up.reset();
  }
}
