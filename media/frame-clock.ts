// Calls once a period without drifting, for audio without a device of its own.

import type { Clock, Timer } from '../hal/clock.ts';

/** After a longer stall the missed periods are skipped rather than played in one burst. */
const mostCatchUpPeriods = 5;

export interface FrameClock {
  stop(): void;
}

export function startFrameClock(clock: Clock, periodMs: number, tick: () => void): FrameClock {
  let dueMs = clock.nowMs() + periodMs;
  let stopped = false;
  let timer: Timer;
  const run = (): void => {
    const nowMs = clock.nowMs();
    if (nowMs - dueMs > mostCatchUpPeriods * periodMs) dueMs = nowMs;
    // One period for each turn of the event loop, even when late: packets that came meanwhile are read in between.
    if (dueMs <= nowMs) {
      dueMs += periodMs;
      tick();
    }
    if (!stopped) timer = clock.after(Math.max(0, dueMs - clock.nowMs()), run);
  };
  timer = clock.after(periodMs, run);
  return {
    stop: () => {
      stopped = true;
      timer.cancel();
    },
  };
}
