// Updates of a real card in the emulator: fetched from a web server, written by RAUC, tried, confirmed; into B, then into A.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLimitMs } from '../../bench/image/phone-machine.ts';
import { UpdateOffice } from '../../bench/image/update-office.ts';
import { makeBundle } from '../../build/bundle/make-bundle.ts';
import { type BuiltImage, type BuiltSlot, buildImage, buildSlot } from '../../build/image/build-image.ts';
import { readImageBoard } from '../../build/image/image-board.ts';
import { Machine } from '../../build/qemu/machine.ts';
import { BootDisk } from '../../hal/linux/boot-state/boot-disk.ts';

const cardBytes = 1536 * 1024 * 1024;
const reports = resolve(import.meta.dirname, '..', '..', 'reports', 'image');
const folder = mkdtempSync(join(tmpdir(), 'offhook-update-'));
const card = join(folder, 'card.img');
const board = readImageBoard('virt');
let office: UpdateOffice;
let image: BuiltImage;
let machine: Machine;

/** Built once: an image of its own kind is worth minutes. */
const slots = new Map<string, BuiltSlot>();

beforeAll(async () => {
  office = await UpdateOffice.open();
  image = await buildImage({
    ...{ board, keyring: office.keys.keyring, version: '0.1.0', variant: 'update-0.1.0' },
    moreArguments: 'systemd.journald.forward_to_console=1',
  });
  for (const version of ['0.2.0', '0.3.0']) {
    const slot = await buildSlot({ board, keyring: office.keys.keyring, version, variant: `update-${version}` });
    slots.set(version, slot);
    await makeBundle(slot, office.keys);
  }
  writeFileSync(card, '');
  truncateSync(card, cardBytes);
  writeFileSync(join(folder, 'config.json'), office.configuration());
  const words = ['scripts/flash.sh', '--yes', '--config', join(folder, 'config.json')];
  const flashed = spawnSync('sh', [...words, join(image.folder, 'disk.img'), card], { encoding: 'utf8' });
  expect([flashed.status, flashed.stderr]).toEqual([0, expect.stringContaining('can be taken out')]);
  machine = await Machine.start({
    ...{ tools: image.tools, folder: join(reports, 'update'), disk: card, keepChanges: true },
  });
});

afterAll(async () => {
  await machine?.cutPower();
  await office?.close();
  rmSync(folder, { recursive: true });
});

describe.each([
  ['0.2.0', 'B', '0.1.0'],
  ['0.3.0', 'A', '0.2.0'],
] as const)('an update to %s into slot %s', (version, slot, before) => {
  it('is fetched, written, tried and kept', async () => {
    const bundle = await office.publish(slots.get(version) as BuiltSlot);
    await machine.untilConsole(new RegExp(`fetching version ${version}`), startLimitMs);
    await machine.untilConsole(new RegExp(`version ${version} is written and read back`), startLimitMs);
    await machine.untilConsole(new RegExp(`offhook: starting slot ${slot}[^]*version ${version} is on trial`), startLimitMs);
    await machine.untilConsole(new RegExp(`version ${version} has proved itself and is kept`), startLimitMs);
    await machine.screenshot(`kept-${version}`);
    const state = new BootDisk(card).read();
    expect(state).toMatchObject({
      value: { state: { last: slot, trial: undefined, good: { A: true, B: true } } },
    });
    expect(office.nginx.sentBytes(basename(bundle.file))).toBeGreaterThan(0);
  });

  it('tells the web server so', async () => {
    const kept = `outcome="kept ${version}"`;
    const asked = () => office.nginx.accessLog().some((line) => line.includes(kept));
    await expect.poll(asked, { timeout: startLimitMs, interval: 500 }).toBe(true);
    expect(office.nginx.accessLog().find((line) => line.includes('approved.json'))).toContain('version="0.1.0"');
    expect(before).not.toBe(version);
  });
});
