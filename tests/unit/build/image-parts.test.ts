// What an image is made of: its boards, the place for a configuration, its papers, and the boot script's arithmetic.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPlace, emptyPlace, placeText } from '../../../build/image/card-config.ts';
import { readImageBoard } from '../../../build/image/image-board.ts';
import { enabledUnits, maskedUnits, raucConfig } from '../../../build/image/system.ts';
import type { Component } from '../../../build/sbom/components.ts';
import { npmComponents } from '../../../build/sbom/components.ts';
import { billOfMaterials, licenceNotices } from '../../../build/sbom/documents.ts';
import { copyOffsets } from '../../../hal/linux/boot-state/boot-disk.ts';

const root = resolve(import.meta.dirname, '..', '..', '..');
const files = join(root, 'build', 'image', 'files');
const folder = mkdtempSync(join(tmpdir(), 'offhook-image-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('a board of an image', () => {
  it('is read by its name', () => {
    expect(readImageBoard('virt').uBoot).toBe('qemu_arm64');
  });

  it('that is not known is answered with the nearest one', () => {
    expect(() => readImageBoard('vitr')).toThrow('did you mean "virt"?');
    expect(() => readImageBoard(undefined)).toThrow('--board NAME');
    expect(() => readImageBoard('../virt')).toThrow('There is no image');
  });
});

describe('the place for a configuration', () => {
  it('is JSON, and the same text in the three programs that know it', () => {
    expect(JSON.parse(emptyPlace().toString())).toEqual({ offhook: expect.any(String) });
    for (const file of [join(files, 'usr/lib/offhook/take-card-config'), join(root, 'scripts/flash.sh')])
      expect(readFileSync(file, 'utf8')).toContain(`place='${placeText}'`);
  });

  it('must lie in one piece', () => {
    const fat = join(folder, 'fat');
    writeFileSync(fat, Buffer.concat([Buffer.alloc(2048), emptyPlace(), Buffer.alloc(512)]));
    checkPlace(fat);
    writeFileSync(fat, Buffer.concat([emptyPlace().subarray(0, 4096), Buffer.alloc(512), emptyPlace().subarray(4096)]));
    expect(() => checkPlace(fat)).toThrow('one piece');
  });
});

describe('the system on an image', () => {
  it('enables no unit that it masks, and has each of its own', () => {
    const enabled = Object.values(enabledUnits).flat();
    expect(enabled.filter((unit) => maskedUnits.includes(unit))).toEqual([]);
    for (const unit of enabled.filter((name) => name.startsWith('offhook'))) {
      expect(readFileSync(join(files, 'usr/lib/systemd/system', unit), 'utf8')).toContain('[Unit]');
    }
  });

  it('lets RAUC arm nothing by itself and ask our back end', () => {
    const config = raucConfig('virt');
    expect(config).toContain('activate-installed=false');
    expect(config).toContain('bootloader-custom-backend=/usr/lib/offhook/rauc-back-end');
    expect(config).toContain('compatible=offhook-virt');
  });
});

describe('the boot script', () => {
  it('reads and writes the sectors of the boot state', () => {
    const script = readFileSync(join(root, 'build/image/boot.cmd'), 'utf8');
    for (const offset of copyOffsets) expect(script).toContain(`0x${(offset / 512).toString(16)} 1`);
    for (const offset of copyOffsets) expect(script).toContain(`setenv spare 0x${(offset / 512).toString(16)}\n`);
  });
});

describe("an image's papers", () => {
  const component = (name: string, texts: string[]): Component => ({
    name,
    version: '1.0',
    purl: `pkg:npm/${name}@1.0`,
    licence: 'MIT',
    sha256: undefined,
    texts,
  });

  it('are the same for the same components in any order', () => {
    const some = [component('b', ['text']), component('a', ['text'])];
    const product = { name: 'offhook', version: '0.1.0', build: 'abc' };
    expect(billOfMaterials(product, some)).toBe(billOfMaterials(product, [...some].reverse()));
    expect(licenceNotices(some)).toContain('a 1.0, b 1.0');
  });

  it('name what the phone runs with and what its letters are made of, and nothing that only tests it', () => {
    const names = npmComponents().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['sip.js', 'react', '@fontsource/inter']));
    expect(names).not.toContain('vitest');
    for (const { name, texts } of npmComponents()) expect([name, texts.length > 0]).toEqual([name, true]);
  });
});
