// A room as a phone's microphone hears it: the impulse response from loudspeaker to microphone, by image sources.

import { speechRateHz } from '../../../media/codec/speech-codec.ts';
import { seededRandom } from '../../enterprise/relay/impairment.ts';

export interface Room {
  readonly name: string;
  /** Length, width and height in metres. */
  readonly size: readonly [number, number, number];
  /** Time in which reverberation falls by 60 dB. */
  readonly reverberationMs: number;
}

/** A full-range one plays every tone alike, down to none: harder for a canceller than a phone's. */
export type Loudspeaker = 'desk-phone' | 'full-range';

/** A cubicle with curtains, an office, and a bare meeting room. */
export const rooms: readonly Room[] = [
  { name: 'cubicle-60ms', size: [2.4, 2.1, 2.4], reverberationMs: 60 },
  { name: 'office-120ms', size: [4.1, 3.2, 2.6], reverberationMs: 120 },
  { name: 'meeting-room-250ms', size: [6.3, 4.4, 2.9], reverberationMs: 250 },
];

const speedOfSound = 343;
/** The loudspeaker and the microphone of a desk phone on a table. */
const distance = [0.16, 0.1, 0.02] as const;
const place = [0.42, 0.37, 0.31] as const;

/** 48 kHz, deterministic, with energy 1, as long as the reverberation time. */
export function roomResponse(room: Room, loudspeaker: Loudspeaker = 'desk-phone'): Float64Array {
  const wantedSeconds = room.reverberationMs / 1_000;
  let eyringSeconds = wantedSeconds;
  let response = imageSources(room, wantedSeconds, eyringSeconds);
  // Eyring's formula is for sound from all sides; a box keeps what runs between its distant walls for longer.
  for (let round = 0; round < 3; round++) {
    eyringSeconds *= wantedSeconds / lateDecaySeconds(withoutBass(response));
    response = imageSources(room, wantedSeconds, eyringSeconds);
  }
  return withEnergyOne(loudspeaker === 'desk-phone' ? withoutBass(response) : response);
}

/** Allen and Berkley's method (JASA 65, 1979): each wall mirrors the loudspeaker and takes a share of its sound. */
function imageSources(room: Room, seconds: number, eyringSeconds: number): Float64Array {
  const response = new Float64Array(Math.ceil(seconds * speechRateHz));
  const reflection = wallReflection(room, eyringSeconds);
  const microphone = room.size.map((metres, axis) => metres * (place[axis] ?? 0));
  const speaker = microphone.map((metres, axis) => metres + (distance[axis] ?? 0));
  // Walls are not perfectly flat: without a little disorder the images of a box ring like a bell.
  const random = seededRandom(7);
  const reach = room.size.map((metres) => Math.ceil((seconds * speedOfSound) / (2 * metres)) + 1);
  forEachImage(reach, (n, mirrored) => {
    let squared = 0;
    let bounces = 0;
    for (let axis = 0; axis < 3; axis++) {
      const sign = mirrored[axis] ? -1 : 1;
      const image = sign * (speaker[axis] ?? 0) + 2 * (n[axis] ?? 0) * (room.size[axis] ?? 0);
      squared += (image - (microphone[axis] ?? 0)) ** 2;
      bounces += Math.abs(2 * (n[axis] ?? 0) - (mirrored[axis] ? 1 : 0));
    }
    const path = Math.sqrt(squared) * (1 + (bounces > 0 ? 0.01 * (random() - 0.5) : 0));
    const at = Math.round((path / speedOfSound) * speechRateHz);
    if (at < response.length) response[at] = (response[at] ?? 0) + reflection ** bounces / path;
  });
  return response;
}

/** How long 60 dB take, by the fall from the third to the eighth tenth: what follows the direct sound and its first echoes. */
function lateDecaySeconds(response: Float64Array): number {
  const level = (tenth: number) => {
    const piece = response.subarray((response.length * tenth) / 10, (response.length * (tenth + 1)) / 10);
    return 10 * Math.log10(piece.reduce((sum, value) => sum + value * value, 0));
  };
  return ((response.length / speechRateHz) * 0.5 * 60) / (level(2) - level(7));
}

/** A desk phone's loudspeaker plays little below 300 Hz: Butterworth high pass of second order (RBJ's cookbook). */
function withoutBass(response: Float64Array): Float64Array {
  const omega = (2 * Math.PI * 300) / speechRateHz;
  const alpha = Math.sin(omega) / Math.SQRT2;
  const scale = 1 + alpha;
  const [a1, a2, b0] = [(-2 * Math.cos(omega)) / scale, (1 - alpha) / scale, (1 + Math.cos(omega)) / 2 / scale];
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return response.map((x) => {
    const y = b0 * (x - 2 * x1 + x2) - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
}

/** Eyring's formula, solved for the share of sound pressure that a wall gives back. */
function wallReflection(room: Room, seconds: number): number {
  const [x, y, z] = room.size;
  const volume = x * y * z;
  const surface = 2 * (x * y + y * z + x * z);
  return Math.sqrt(Math.exp((-0.161 * volume) / (surface * seconds)));
}

function forEachImage(reach: readonly number[], visit: (n: number[], mirrored: boolean[]) => void): void {
  const [x = 0, y = 0, z = 0] = reach;
  for (let i = -x; i <= x; i++)
    for (let j = -y; j <= y; j++)
      for (let k = -z; k <= z; k++)
        for (let mirror = 0; mirror < 8; mirror++)
          visit([i, j, k], [(mirror & 1) > 0, (mirror & 2) > 0, (mirror & 4) > 0]);
}

function withEnergyOne(response: Float64Array): Float64Array {
  const energy = response.reduce((sum, value) => sum + value * value, 0);
  return response.map((value) => value / Math.sqrt(energy));
}
