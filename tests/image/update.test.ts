// Updates of a real card in the emulator: fetched from a web server, written by RAUC, tried, confirmed; into B, then into A.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLimitMs } from '../../bench/image/phone-machine.ts';
import { bothWays, type DoneUpdate, stepLimitMs, UpdateCourse } from '../../bench/image/update-course.ts';
import { BootDisk } from '../../hal/linux/boot-state/boot-disk.ts';

const reports = resolve(import.meta.dirname, '..', '..', 'reports', 'image');
const cardFolder = mkdtempSync(join(tmpdir(), 'offhook-update-'));
let course: UpdateCourse;

beforeAll(async () => {
  const folder = join(reports, 'update');
  course = await UpdateCourse.start({ folder, cardFolder, updates: bothWays, say: (line) => console.log(line) });
});

afterAll(async () => {
  await course?.close();
  rmSync(cardFolder, { recursive: true });
});

describe.each(bothWays)('an update to $version into slot $slot', (update) => {
  let done: DoneUpdate;

  it(
    'is fetched, written, tried and kept',
    async () => {
      done = await course.update(update);
      expect(new BootDisk(course.card).read()).toMatchObject({
        value: { state: { last: update.slot, trial: undefined, good: { [update.slot]: true } } },
      });
    },
    2 * stepLimitMs,
  );

  it('fetches no more than what differs', () => {
    expect(done.fetchedBytes).toBeGreaterThan(100_000);
    expect(done.fetchedBytes / done.bundleBytes).toBeLessThan(0.06);
  });

  it('is told to the web server', async () => {
    const kept = `outcome="kept ${update.version}"`;
    const isTold = () => course.office.nginx.accessLog().some((line) => line.includes(kept));
    await expect.poll(isTold, { timeout: startLimitMs, interval: 500 }).toBe(true);
  });
});
