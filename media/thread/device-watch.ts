// Watches the sound device for a while: whether its clock ran, and whether it stumbled.

import type { AudioStatistics } from '../../hal/audio.ts';
import type { DeviceCheck } from '../session.ts';

/** Of the periods that the time holds; the first and the last are cut by the watch itself. */
const leastShare = 0.9;

export interface DeviceMoment {
  readonly atMs: number;
  /** Periods since the thread began. */
  readonly periods: number;
  /** Undefined: there is no device. */
  readonly statistics: AudioStatistics | undefined;
}

export function compareMoments(before: DeviceMoment, after: DeviceMoment, periodMs: number): DeviceCheck {
  const [first, last] = [before.statistics, after.statistics];
  if (!first || !last) return { ran: false, glitches: 0 };
  const due = (after.atMs - before.atMs) / periodMs;
  const glitches = last.xruns - first.xruns + (last.starvedPeriods - first.starvedPeriods);
  return { ran: last.playing && after.periods - before.periods >= due * leastShare, glitches };
}
