// The machine's own time: monotonic and wall clock, and Node's timers.

import type { Clock, Timer } from '../clock.ts';

export class SystemClock implements Clock {
  nowMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  after(delayMs: number, fire: () => void): Timer {
    if (delayMs <= 0) {
      // Node runs all timers that are due before it looks at its sockets: a task that catches up would starve them.
      const immediate = setImmediate(fire);
      return { cancel: () => clearImmediate(immediate) };
    }
    const handle = setTimeout(fire, delayMs);
    return { cancel: () => clearTimeout(handle) };
  }
}
