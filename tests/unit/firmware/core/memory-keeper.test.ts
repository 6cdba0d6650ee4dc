// Free memory goes back to the system after the last call, never during one.

import { expect, test } from 'vitest';
import { MemoryKeeper } from '../../../../firmware/core/memory-keeper.ts';
import type { CallState } from '../../../../firmware/phone.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { WholePhone } from '../../../flow/fakes/whole-phone.ts';

function keeper() {
  const clock = new VirtualClock();
  const idle = new WholePhone({ clock: new VirtualClock() }).state;
  let count = 0;
  const kept = new MemoryKeeper(clock, () => count++);
  return {
    clock,
    given: () => count,
    follow: (...phases: CallState['phase'][]) =>
      kept.follow({ ...idle, calls: phases.map((phase, n) => ({ id: String(n), phase }) as unknown as CallState) }),
  };
}

test('once after the last call, not after the first of two', async () => {
  const { clock, follow, given } = keeper();
  follow('connected', 'connected');
  follow('connected', 'ended');
  await clock.advance(60_000);
  expect(given()).toBe(0);
  follow('ended', 'ended');
  expect(given()).toBe(0);
  await clock.advance(1_000);
  follow();
  await clock.advance(60_000);
  expect(given()).toBe(1);
});

test('not at all where the next call begins at once', async () => {
  const { clock, follow, given } = keeper();
  follow('connected');
  follow('ended');
  follow('ended', 'dialling');
  await clock.advance(60_000);
  expect(given()).toBe(0);
});

test('nothing happens on a phone at rest', async () => {
  const { clock, follow, given } = keeper();
  follow();
  await clock.advance(60_000);
  expect(given()).toBe(0);
});
