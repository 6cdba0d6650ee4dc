// A card as a person writes it, started in the emulator: it grows, takes its configuration, and mends its data.

import { closeSync, mkdtempSync, openSync, readSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardBytes, dataAt, onDataPartition, writeCard } from '../../bench/image/card.ts';
import { startLimitMs, testImage } from '../../bench/image/phone-machine.ts';
import { unexplained } from '../../bench/image/ports.ts';
import type { BuiltImage } from '../../build/image/build-image.ts';
import { placeText } from '../../build/image/card-config.ts';
import { Machine } from '../../build/qemu/machine.ts';

const mebibyte = 1024 * 1024;
const reports = resolve(import.meta.dirname, '..', '..', 'reports', 'image');
const folder = mkdtempSync(join(tmpdir(), 'offhook-card-'));
const card = join(folder, 'card.img');
let image: BuiltImage;

beforeAll(async () => {
  image = await testImage({ units: ['offhook-probe.service', 'offhook-log.service'] });
  writeCard(folder, image, '{ "language": "de", "store": "store" }');
});

afterAll(() => rmSync(folder, { recursive: true }));

const start = (name: string) =>
  Machine.start({ tools: image.tools, folder: join(reports, name), disk: card, keepChanges: true });

/** A file of the data partition, read from outside while the machine is off. */
async function dataFile(path: string): Promise<string> {
  return onDataPartition(image, folder, 'debugfs', (partition) => ['-R', `cat ${path}`, partition]);
}

describe('the first start of a card', () => {
  let console = '';

  beforeAll(async () => {
    const machine = await start('first-start');
    try {
      await machine.untilConsole(/offhook-probe end/, startLimitMs);
      console = machine.console;
      await machine.screenshot('screen');
    } finally {
      await machine.cutPower();
    }
  });

  it('comes from slot A, which the card was made with', () => {
    expect(console).toContain('offhook: starting slot A');
  });

  it('makes the data partition reach to the end of the card', async () => {
    const sector = Buffer.alloc(512);
    const file = openSync(card, 'r');
    readSync(file, sector, 0, 512, 0);
    closeSync(file);
    expect(sector.readUInt32LE(446 + 3 * 16 + 12)).toBe((cardBytes - dataAt) / 512);
    const header = await onDataPartition(image, folder, 'dumpe2fs', (partition) => ['-h', partition]);
    const blocks = Number(/^Block count:\s+(\d+)$/m.exec(header)?.[1]);
    expect(blocks * 4096).toBeGreaterThan((cardBytes - dataAt) * 0.99);
  });

  it('takes the configuration from the card and wipes it there', async () => {
    expect(console).toContain('Configuration taken from the card');
    expect(JSON.parse(await dataFile('/var/lib/offhook/config.json'))).toEqual({ language: 'de', store: 'store' });
    const boot = Buffer.alloc(64 * mebibyte);
    const file = openSync(card, 'r');
    readSync(file, boot, 0, boot.length, 4 * mebibyte);
    closeSync(file);
    expect(boot.includes('"language": "de"')).toBe(false);
    expect(boot.includes(placeText)).toBe(true);
  });

  it('starts the phone once, and not again and again', () => {
    expect(console).not.toMatch(/offhook\.service: (Main process exited|Scheduled restart job)/);
  });

  it('opens no port without a reason', () => {
    const { all } = unexplained(console);
    expect(all.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it('makes a number of its own for the machine', async () => {
    expect(await dataFile('/machine-id')).toMatch(/^[0-9a-f]{32}\n$/);
  });
});

describe('a start with a damaged data partition', () => {
  it('mends it and keeps what was in it', async () => {
    const file = openSync(card, 'r+');
    writeSync(file, Buffer.alloc(512, 0xa5), 0, 512, dataAt + 1024);
    closeSync(file);
    const machine = await start('damaged-data');
    try {
      await machine.untilConsole(/offhook-probe end/, startLimitMs);
      expect(machine.console).not.toMatch(/Scheduled restart job/);
    } finally {
      await machine.cutPower();
    }
    expect(JSON.parse(await dataFile('/var/lib/offhook/config.json'))).toEqual({ language: 'de', store: 'store' });
  });

  it('comes up without it where nothing can be mended', async () => {
    const file = openSync(card, 'r+');
    for (let at = 0; at < 64; at++) writeSync(file, Buffer.alloc(mebibyte, 0xa5), 0, mebibyte, dataAt + at * mebibyte);
    closeSync(file);
    truncateSync(card, dataAt + 64 * mebibyte);
    const machine = await start('lost-data');
    try {
      await machine.untilConsole(/offhook-probe end/, startLimitMs);
    } finally {
      await machine.cutPower();
    }
  });
});
