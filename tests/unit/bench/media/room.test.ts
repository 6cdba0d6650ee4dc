// The simulated room: its reverberation is what it says, and convolution is convolution.

import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../bench/enterprise/relay/impairment.ts';
import { convolve } from '../../../../bench/media/room/convolve.ts';
import { roomResponse, rooms } from '../../../../bench/media/room/room.ts';
import { levelDb, makeScene } from '../../../../bench/media/room/scene.ts';
import { speechLike } from '../../media/rig/speech.ts';

describe('convolution by blocks', () => {
  it('is what the sum over all taps is, for lengths that are no multiple of a block', () => {
    const random = seededRandom(3);
    const signal = Float64Array.from({ length: 1_001 }, () => random() - 0.5);
    const response = Float64Array.from({ length: 77 }, () => random() - 0.5);
    const heard = convolve(signal, response);
    expect(heard).toHaveLength(1_001);
    for (const at of [0, 1, 76, 77, 500, 1_000]) {
      const sum = response.reduce((total, tap, back) => total + tap * (signal[at - back] ?? 0), 0);
      expect(heard[at]).toBeCloseTo(sum, 10);
    }
  });
});

describe.each(rooms)('the room $name', (room) => {
  const response = roomResponse(room);

  it('has energy 1, and the direct sound first', () => {
    expect(response.reduce((sum, tap) => sum + tap * tap, 0)).toBeCloseTo(1, 6);
    const metres = Math.hypot(0.16, 0.1, 0.02);
    expect(response.findIndex((tap) => tap !== 0)).toBe(Math.round((metres / 343) * 48_000));
  });

  it('falls by 60 dB in its reverberation time, once the direct sound is over', () => {
    const level = (from: number, to: number) => {
      const piece = response.subarray(from * response.length, to * response.length);
      return 10 * Math.log10(piece.reduce((sum, tap) => sum + tap * tap, 0));
    };
    const fall = level(0.15, 0.3) - level(0.65, 0.8);
    expect(fall).toBeGreaterThan(27);
    expect(fall).toBeLessThan(33);
  });
});

describe('a scene', () => {
  const far = speechLike(96_000);
  const [room] = rooms;
  if (!room) throw new Error('there is no room');

  it('is the same each time, and holds echo, the near end and noise', () => {
    const near = speechLike(48_000, 9);
    const scene = makeScene({ room, far, near, nearFromSeconds: 1 });
    expect(makeScene({ room, far, near, nearFromSeconds: 1 })).toEqual(scene);
    expect(scene.near.subarray(0, 48_000).every((sample) => sample === 0)).toBe(true);
    const echo = makeScene({ room, far });
    expect(levelDb(echo.microphone) - levelDb(far)).toBeLessThan(-4);
    expect(levelDb(echo.microphone) - levelDb(far)).toBeGreaterThan(-16);
    expect(levelDb(scene.microphone)).toBeGreaterThan(levelDb(echo.microphone));
    expect(levelDb(makeScene({ room, far: new Int16Array(96_000) }).microphone)).toBeCloseTo(-80, 0);
  });

  it('is softer through a loudspeaker at its end', () => {
    const loud = far.map((sample) => sample * 2);
    const difference = levelDb(makeScene({ room, far: loud, overdrive: 3 }).microphone);
    expect(difference).toBeLessThan(levelDb(makeScene({ room, far: loud }).microphone) - 3);
  });
});
