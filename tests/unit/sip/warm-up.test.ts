// The warm-up goes all the way through and leaves nothing behind.

import { expect, it } from 'vitest';
import { warmUp } from '../../../firmware/sip/warm-up.ts';
import { err } from '../../../hal/result.ts';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { SeededRandom } from './support/bench.ts';

it('connects its calls in memory and leaves no timer', async () => {
  const clock = new VirtualClock();
  const opened: string[] = [];
  const done = warmUp({
    clock,
    random: new SeededRandom(),
    log: (_, text) => opened.push(text),
    open: async () => err({ kind: 'server-unreachable', detail: 'no network in a warm-up' }),
    resolver: { naptr: async () => [], srv: async () => [], addresses: async () => [] },
    userAgentName: 'test',
    instanceId: 'test',
  });
  expect(await done).toBe(true);
  expect(clock.pendingTimers).toBe(0);
  expect(opened).toEqual([]);
});
