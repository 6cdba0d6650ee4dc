// A call on a loudspeaker in a room: what is played, what the near end says, and what the microphone hears of both.

import { speechRateHz } from '../../../media/codec/speech-codec.ts';
import { seededRandom } from '../../enterprise/relay/impairment.ts';
import { convolve } from './convolve.ts';
import { type Loudspeaker, type Room, roomResponse } from './room.ts';

export interface SceneOptions {
  readonly room: Room;
  /** 48 kHz, as it is played. */
  readonly far: Int16Array;
  /** As it reaches the microphone; absent: nobody speaks at this end. */
  readonly near?: Int16Array;
  readonly nearFromSeconds?: number;
  readonly loudspeaker?: Loudspeaker;
  /** Drive into the loudspeaker's own compression, e.g. 2 for one turned up too far; absent: it is linear. */
  readonly overdrive?: number;
}

export interface Scene {
  readonly far: Int16Array;
  /** Where it says nothing it is zeros; as long as `far`. */
  readonly near: Int16Array;
  readonly microphone: Int16Array;
}

/** Frames go through processing whole. */
const frame = speechRateHz / 100;
/** Through a sound card's two buffers, and from the loudspeaker to the microphone. */
const deviceDelay = 0.02 * speechRateHz;
/** Echo at the microphone below what is played: a phone at a good volume. */
const echoGain = 10 ** (-6 / 20);
/** The microphone's own noise, RMS in dBFS. */
const microphoneNoise = 32_768 * 10 ** (-80 / 20);

export function makeScene(options: SceneOptions): Scene {
  const length = Math.floor(options.far.length / frame) * frame;
  const far = options.far.subarray(0, length);
  const near = new Int16Array(length);
  if (options.near) {
    const from = Math.round((options.nearFromSeconds ?? 0) * speechRateHz);
    near.set(options.near.subarray(0, length - from), from);
  }
  const echo = convolve(played(far, options.overdrive), roomResponse(options.room, options.loudspeaker));
  const random = seededRandom(11);
  const microphone = new Int16Array(length);
  for (let at = 0; at < length; at++) {
    const noise = (random() * 2 - 1) * Math.sqrt(3) * microphoneNoise;
    const heard = (near[at] as number) + (echo[at - deviceDelay] ?? 0) * echoGain + noise;
    microphone[at] = Math.max(-32_768, Math.min(32_767, Math.round(heard)));
  }
  return { far, near, microphone };
}

/** Soft limiting as of a cone at its end: odd harmonics, more of them the louder it is. */
function played(far: Int16Array, overdrive: number | undefined): Float64Array {
  const samples = Float64Array.from(far);
  if (overdrive === undefined) return samples;
  return samples.map((sample) => (Math.tanh((sample / 32_768) * 4 * overdrive) / (4 * overdrive)) * 32_768);
}

/** Mean power from `fromSeconds` on, in dB of full scale. */
export function levelDb(samples: Int16Array, fromSeconds = 0): number {
  const from = Math.round(fromSeconds * speechRateHz);
  let sum = 0;
  for (let at = from; at < samples.length; at++) sum += (samples[at] as number) ** 2;
  return 10 * Math.log10(sum / (samples.length - from) / 32_768 ** 2 + 1e-12);
}
