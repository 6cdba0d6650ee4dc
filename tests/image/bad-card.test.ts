// A card with something wrong on it, a clock in 1970: each is told in the log, and the phone comes up and stays up.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeDataPartition, dataAt, writeCard } from '../../bench/image/card.ts';
import { startLimitMs, testImage } from '../../bench/image/phone-machine.ts';
import type { BuiltImage } from '../../build/image/build-image.ts';
import { Machine } from '../../build/qemu/machine.ts';

const mebibyte = 1024 * 1024;
const reports = resolve(import.meta.dirname, '..', '..', 'reports', 'image');
const folder = mkdtempSync(join(tmpdir(), 'offhook-bad-card-'));
let image: BuiltImage;

beforeAll(async () => {
  image = await testImage({ units: ['offhook-log.service'] });
  writeCard(folder, image, '{ "acounts": [], "store": "store" }');
  // As large as the image: little room is soon full.
  truncateSync(join(folder, 'card.img'), dataAt + 64 * mebibyte);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the phone, waits until `signs` are all in the log and the phone's picture is drawn, and cuts the power. */
async function seen(name: string, signs: readonly RegExp[], devices: readonly string[] = []): Promise<string> {
  const disk = join(folder, 'card.img');
  const machine = await Machine.start({
    tools: image.tools,
    folder: join(reports, name),
    disk,
    keepChanges: true,
    devices,
  });
  try {
    for (const sign of [/Started offhook\.service/, ...signs]) await machine.untilConsole(sign, startLimitMs);
    await machine.screenshot('screen');
    expect(machine.console).not.toMatch(/offhook\.service: (Main process exited|Scheduled restart job)/);
    return machine.console;
  } finally {
    await machine.cutPower();
  }
}

it('goes on without a configuration that cannot be used, and without knowing the time', async () => {
  const clock = ['-rtc', 'base=1970-01-02T00:00:00'];
  const signs = [
    /did you mean "accounts"\?.* The phone goes on with \/var\/lib\/offhook\/config-before\.json/,
    /The time is not known yet: calls work/,
  ];
  await seen('bad-configuration', signs, clock);
});

it('goes on with a damaged store on a full data partition', async () => {
  writeFileSync(join(folder, 'settings'), '{"language":');
  writeFileSync(join(folder, 'filler'), randomBytes(64 * mebibyte));
  const store = '/var/lib/offhook/store';
  const words = [`cd ${store}`, 'rm settings.json', 'write /work/settings settings.json', 'write /work/filler filler'];
  writeFileSync(join(folder, 'words'), `${words.join('\n')}\n`);
  // It writes as much of the filler as there is room for, and says that this was not all.
  await changeDataPartition(image, folder, 'debugfs', (partition) => ['-w', '-f', '/work/words', partition]);
  await seen('full-data', [
    /settings\.json is damaged; it was kept as .*settings\.json\.damaged/,
    /store\/probe\.json cannot be written: ENOSPC/,
  ]);
});

it('knows from a read-only data partition what it can, and says that nothing is kept', async () => {
  await changeDataPartition(image, folder, 'tune2fs', (partition) => ['-O', 'read-only', partition]);
  const sign = /The data partition is missing\. Nothing that is stored now outlasts a restart/;
  const console = await seen('read-only-data', [sign]);
  // Its own configuration, which still cannot be used: it was read from the partition.
  expect(console).toMatch(/did you mean "accounts"\?/);
});
