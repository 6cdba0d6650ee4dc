// When a microphone or a speaker counts as dead: where it is needed, after three seconds, once.

import { beforeEach, expect, it } from 'vitest';
import { LossWatch } from '../../../media/thread/loss-watch.ts';

let told: boolean[];
let watch: LossWatch;
beforeEach(() => {
  told = [];
  watch = new LossWatch((works) => told.push(works));
});

function observe(fromMs: number, untilMs: number, isNeeded: boolean, works: boolean): void {
  for (let nowMs = fromMs; nowMs < untilMs; nowMs += 500) watch.observe(nowMs, isNeeded, works);
}

it('is told dead once, and back once', () => {
  observe(0, 3_500, true, false);
  expect(told).toEqual([]);
  observe(3_500, 60_000, true, false);
  expect(told).toEqual([false]);
  observe(60_000, 70_000, true, true);
  expect(told).toEqual([false, true]);
});

it('is not missed for a moment, nor outside a call', () => {
  observe(0, 3_000, true, false);
  observe(3_000, 4_000, true, true);
  observe(4_000, 7_000, true, false);
  observe(7_000, 60_000, false, false);
  expect(told).toEqual([]);
});
