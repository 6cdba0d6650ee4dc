// Watching a sound device: it ran, or it did not, and how often it stumbled.

import { describe, expect, it } from 'vitest';
import type { AudioStatistics } from '../../../hal/audio.ts';
import { compareMoments } from '../../../media/thread/device-watch.ts';

const statistics: AudioStatistics = {
  starvedPeriods: 4,
  trimmedSamples: 0,
  xruns: 2,
  playoutDelayMs: 20,
  capturing: true,
  playing: true,
  realTime: true,
  echo: undefined,
};
const before = { atMs: 1_000, periods: 50, statistics };
const after = { atMs: 6_000, periods: 300, statistics };

describe('a device that is watched', () => {
  it('ran when its periods came', () => {
    expect(compareMoments(before, after, 20)).toEqual({ ran: true, glitches: 0 });
  });

  it('did not run when they came too slowly, or could not be heard, or it is missing', () => {
    expect(compareMoments(before, { ...after, periods: 250 }, 20).ran).toBe(false);
    expect(compareMoments(before, { ...after, statistics: { ...statistics, playing: false } }, 20).ran).toBe(false);
    expect(compareMoments(before, { ...after, statistics: undefined }, 20)).toEqual({ ran: false, glitches: 0 });
  });

  it('tells what it stumbled over meanwhile, not before', () => {
    const worse = { ...statistics, xruns: 5, starvedPeriods: 6 };
    expect(compareMoments(before, { ...after, statistics: worse }, 20)).toEqual({ ran: true, glitches: 5 });
  });
});
