// When a microphone or a speaker counts as dead: where it is needed, after three seconds, once.

import { beforeEach, expect, it } from 'vitest';
import type { SoundPartState } from '../../../../media/session.ts';
import { LossWatch } from '../../../../media/thread/loss-watch.ts';

let told: SoundPartState[];
let watch: LossWatch;
beforeEach(() => {
  told = [];
  watch = new LossWatch((state) => told.push(state));
});

function observe(fromMs: number, untilMs: number, isNeeded: boolean, state: SoundPartState): void {
  for (let nowMs = fromMs; nowMs < untilMs; nowMs += 500) watch.observe(nowMs, isNeeded, state);
}

it('is told dead once, and back once', () => {
  observe(0, 3_500, true, 'gone');
  expect(told).toEqual([]);
  observe(3_500, 60_000, true, 'gone');
  expect(told).toEqual(['gone']);
  observe(60_000, 70_000, true, 'works');
  expect(told).toEqual(['gone', 'works']);
});

it('is not missed for a moment, nor outside a call', () => {
  observe(0, 3_000, true, 'gone');
  observe(3_000, 4_000, true, 'works');
  observe(4_000, 7_000, true, 'gone');
  observe(7_000, 60_000, false, 'gone');
  expect(told).toEqual([]);
});

it('is told for another reason when that has held for three seconds, too', () => {
  observe(0, 10_000, true, 'turned-off');
  expect(told).toEqual(['turned-off']);
  observe(10_000, 13_500, true, 'gone');
  expect(told).toEqual(['turned-off']);
  observe(13_500, 14_000, true, 'gone');
  observe(14_000, 15_000, true, 'works');
  expect(told).toEqual(['turned-off', 'gone', 'works']);
});
