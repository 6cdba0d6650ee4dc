// The card writer: what it writes it reads back, and what it must not touch it refuses before the first byte.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyPlace } from '../../../build/image/card-config.ts';

const script = resolve(import.meta.dirname, '..', '..', '..', 'scripts', 'flash.sh');
const image = Buffer.concat([Buffer.alloc(8192, 'boot'), emptyPlace(), Buffer.alloc(8192, 'slot')]);
const placeAt = 8192;
let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-flash-'));
  writeFileSync(at('offhook.img'), image);
  writeFileSync(at('offhook.img.sha256'), `${createHash('sha256').update(image).digest('hex')}\n`);
  writeFileSync(at('card'), Buffer.alloc(image.length + 4096, 0xaa));
});

afterEach(() => rmSync(folder, { recursive: true }));

function flash(args: readonly string[], input = '') {
  const { status, stderr } = spawnSync('sh', [script, ...args], { encoding: 'utf8', input });
  return { status, said: stderr };
}

describe('writing a card', () => {
  it('puts the image there and touches nothing behind it', () => {
    expect(flash(['--yes', at('offhook.img'), at('card')]).status).toBe(0);
    const card = readFileSync(at('card'));
    expect(card.subarray(0, image.length).equals(image)).toBe(true);
    expect(card.subarray(image.length).every((byte) => byte === 0xaa)).toBe(true);
  });

  it('unpacks a compressed image', () => {
    spawnSync('xz', ['-k', at('offhook.img')]);
    expect(flash(['--yes', at('offhook.img.xz'), at('card')]).status).toBe(0);
    expect(readFileSync(at('card')).subarray(0, image.length).equals(image)).toBe(true);
  });

  it('puts a configuration into its place, and into nothing else', () => {
    writeFileSync(at('config.json'), '{ "language": "de" }');
    const { status, said } = flash(['--yes', '--config', at('config.json'), at('offhook.img'), at('card')]);
    expect([status, said]).toEqual([0, expect.stringContaining('wiped from the card')]);
    const card = readFileSync(at('card')).subarray(0, image.length);
    const place = card.subarray(placeAt, placeAt + emptyPlace().length);
    expect(JSON.parse(place.toString())).toEqual({ language: 'de' });
    emptyPlace().copy(card, placeAt);
    expect(card.equals(image)).toBe(true);
  });

  it('goes on only when the name is typed again', () => {
    const before = readFileSync(at('card'));
    expect(flash([at('offhook.img'), at('card')], 'yes\n').said).toContain('nothing was written');
    expect(readFileSync(at('card')).equals(before)).toBe(true);
    expect(flash([at('offhook.img'), at('card')], `${at('card')}\n`).status).toBe(0);
  });
});

describe('refusing to write', () => {
  const refused = (args: readonly string[], reason: RegExp) => {
    const before = readFileSync(at('card'));
    const { status, said } = flash(args);
    expect([status, said]).toEqual([1, expect.stringMatching(reason)]);
    expect(readFileSync(at('card')).equals(before)).toBe(true);
  };

  it('an image that is not there, damaged, or not the one of its checksum', () => {
    refused(['--yes', at('none.img'), at('card')], /there is no image/);
    writeFileSync(at('bad.img.xz'), 'no xz');
    refused(['--yes', at('bad.img.xz'), at('card')], /is damaged/);
    writeFileSync(at('offhook.img.sha256'), `${'0'.repeat(64)}\n`);
    refused(['--yes', at('offhook.img'), at('card')], /checksum/);
  });

  it('an image that is larger than the card', () => {
    writeFileSync(at('card'), Buffer.alloc(1000));
    refused(['--yes', at('offhook.img'), at('card')], /only 1000/);
  });

  it('a configuration that is none', () => {
    writeFileSync(at('config.json'), '{ language: de');
    refused(['--yes', '--config', at('config.json'), at('offhook.img'), at('card')], /not JSON/);
    writeFileSync(at('config.json'), ' '.repeat(65_537));
    refused(['--yes', '--config', at('config.json'), at('offhook.img'), at('card')], /larger than/);
  });

  it('a disk that cannot be taken out', () => {
    const listed = spawnSync('lsblk', ['-dnpo', 'NAME,TYPE,RM,HOTPLUG'], { encoding: 'utf8' }).stdout.split('\n');
    const fixed = listed
      .map((line) => line.split(/\s+/))
      .find(([, type, rm, hot]) => type === 'disk' && rm === '0' && hot === '0');
    expect(fixed).toBeDefined();
    // Without --yes and with nothing typed nothing could be written, even if it were not refused.
    refused([at('offhook.img'), fixed?.[0] ?? ''], /not removable|no device/);
  });

  it('what it does not understand', () => {
    refused(['--force', at('offhook.img'), at('card')], /no option --force/);
    refused(['--yes', at('offhook.img'), at('card'), at('card')], /one card/);
    refused(['--yes', at('offhook.img'), at('nowhere')], /no device/);
  });
});
