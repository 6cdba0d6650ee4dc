// A power cut at every write of an update, once and twice: something whole starts, and the update is not lost.

import { expect, it } from 'vitest';
import { cutEverywhere } from '../../../../../bench/enterprise/update/power-cut-run.ts';
import { UnflushedDisk } from '../../../../../bench/enterprise/update/unflushed-disk.ts';

it('brings back a whole image, the update and the configuration, wherever the power was cut', {
  timeout: 120_000,
}, async () => {
  const counts = await cutEverywhere({ secondCuts: 2 });
  expect(counts).toMatchObject({ bricks: 0, lostUpdates: 0, lostConfigurations: 0 });
  expect(counts.writes).toBeGreaterThan(20);
  expect(counts.cuts).toBe(counts.writes * 3);
});

it('would notice a disk that says "written" too early', { timeout: 60_000 }, async () => {
  const counts = await cutEverywhere({ secondCuts: 0, newDisk: () => new UnflushedDisk() });
  expect(counts.bricks).toBeGreaterThan(0);
});
