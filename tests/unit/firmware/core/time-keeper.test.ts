// Now is renewed as often as something on the screen counts, and no oftener.

import { expect, test } from 'vitest';
import { TimeKeeper } from '../../../../firmware/core/time-keeper.ts';
import type { PhoneState } from '../../../../firmware/phone.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { WholePhone } from '../../../flow/fakes/whole-phone.ts';

async function renewals(change: Partial<PhoneState>, overMs: number): Promise<number> {
  const clock = new VirtualClock();
  const idle = new WholePhone({ clock: new VirtualClock() }).state;
  let count = 0;
  const keeper = new TimeKeeper(clock, () => count++);
  keeper.follow({ ...idle, nowMs: clock.wallMs(), ...change });
  await clock.advance(overMs);
  keeper.close();
  await clock.advance(overMs);
  return count;
}

test('each minute at rest, each second on a countdown, never after the end', async () => {
  expect(await renewals({}, 300_000)).toBe(5);
  const lockedUntilMs = new VirtualClock().wallMs() + 300_000;
  expect(await renewals({ account: { status: 'signed-out', failure: 'pin-locked', lockedUntilMs } }, 10_000)).toBe(10);
  expect(await renewals({ account: { status: 'signed-out', failure: 'pin-locked', lockedUntilMs: 1 } }, 120_000)).toBe(
    2,
  );
});
