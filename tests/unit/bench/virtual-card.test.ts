// The virtual sound card keeps sound by frame: what was put in comes out, old laps do not, and its clock is its own.

import { expect, it } from 'vitest';
import { openVirtualCards } from '../../../bench/media/vclk/virtual-cards.ts';

const lineFrames = 1 << 18;

it('hears silence where nothing was played, whatever lap of the ring it is', () => {
  const { cards, close } = openVirtualCards({ name: 'desk' });
  const [card] = cards;
  expect([...(card?.hear(lineFrames - 2, 4) ?? [])]).toEqual([0, 0, 0, 0]);
  expect([...(card?.hear(5 * lineFrames, 4) ?? [])]).toEqual([0, 0, 0, 0]);
  close();
});

it('counts frames by a clock that can be set off', () => {
  const { cards, close } = openVirtualCards({ name: 'desk' }, { name: 'fast', ppm: 100_000 });
  const [exact, fast] = cards;
  if (!exact || !fast) throw new Error('Two cards were opened.');
  const frame = 4_800_000;
  expect(exact.timeOfMs(frame) - exact.timeOfMs(0)).toBeCloseTo(100_000, 3);
  expect(fast.timeOfMs(frame) - fast.timeOfMs(0)).toBeCloseTo(100_000 / 1.1, 3);
  const before = exact.position();
  exact.setPpm(-200);
  expect(exact.position() - before).toBeLessThan(4_800);
  expect(exact.timeOfMs(before + 48_000) - exact.timeOfMs(before)).toBeCloseTo(1000 / (1 - 200e-6), 3);
  close();
});

it('refuses a name that would not be one in a configuration', () => {
  expect(() => openVirtualCards({ name: 'a"b' })).toThrow('is no name');
});
