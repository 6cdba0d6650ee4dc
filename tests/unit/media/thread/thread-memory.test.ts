// The media thread collects what it no longer uses when it is told to, but never while a call needs its time.

import { afterEach, expect, it, vi } from 'vitest';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { MediaThread } from '../../../../media/thread/media-thread.ts';
import { SeededRandom } from '../rig/loopback.ts';

afterEach(() => void vi.unstubAllGlobals());

it('collects at rest, not in a call, and again after it', async () => {
  const collect = vi.fn();
  vi.stubGlobal('gc', collect);
  const thread = new MediaThread({
    clock: new VirtualClock(),
    random: new SeededRandom(1),
    levels: new Float32Array(2),
    post: () => undefined,
  });
  await thread.handle({ kind: 'collect-garbage' });
  expect(collect).toHaveBeenCalledTimes(1);
  await thread.handle({ kind: 'open-session', session: 1, localAddress: '127.0.0.1', dscp: 46 });
  await thread.handle({ kind: 'collect-garbage' });
  expect(collect).toHaveBeenCalledTimes(1);
  await thread.handle({ kind: 'stop-session', session: 1 });
  await thread.handle({ kind: 'collect-garbage' });
  expect(collect).toHaveBeenCalledTimes(2);
  await thread.close();
});
