// The program of the image that takes a configuration from the card, run by a shell on a made-up card.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyPlace } from '../../../build/image/card-config.ts';
import { cardProblem, loadConfig, notedCardProblem } from '../../../firmware/config/index.ts';

const script = resolve(import.meta.dirname, '../../../build/image/files/usr/lib/offhook/take-card-config');
let folder: string;
let card: string;
let data: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-card-'));
  card = join(folder, 'card');
  data = join(folder, 'data');
  for (const name of ['card', 'data', 'programs']) mkdirSync(join(folder, name));
  writeFileSync(join(data, 'config.json'), '{"language":"en"}');
  // What needs a card and rights does nothing here.
  for (const program of ['mount', 'umount', 'chown', 'sync']) {
    const file = join(folder, 'programs', program);
    writeFileSync(file, '#!/bin/sh\nexit 0\n');
    chmodSync(file, 0o755);
  }
  const here = readFileSync(script, 'utf8').replaceAll('/mnt', card).replaceAll('/var/lib/offhook', data);
  writeFileSync(join(folder, 'take'), here);
});
afterEach(() => rmSync(folder, { recursive: true }));

function take(): number | null {
  const PATH = `${join(folder, 'programs')}:${process.env.PATH}`;
  return spawnSync('sh', [join(folder, 'take')], { env: { ...process.env, PATH } }).status;
}
const config = (): string => readFileSync(join(data, 'config.json'), 'utf8');
const put = (content: string | Uint8Array, name = 'offhook.json'): void => writeFileSync(join(card, name), content);
const onCard = (name = 'offhook.json'): string => readFileSync(join(card, name), 'latin1');

describe('a card', () => {
  test('with the empty place changes nothing', () => {
    put(emptyPlace());
    expect(take()).toBe(0);
    expect(config()).toBe('{"language":"en"}');
  });

  test.each([
    ['by a careful person', '{ "language": "de", "network": { "voice_vlan": 120 } }\n'],
    ['with the line ends of Windows', '{\r\n  "language": "de"\r\n}\r\n'],
    ['with a mark in front', '\ufeff{ "language": "de" }'],
    ['shorter than the place', '{"language":"de"}'],
    ['with the rest of the place behind it', `{"language":"de"}${' '.repeat(65_000)}`],
    ['in UTF-16, as an old editor writes "Unicode"', Buffer.from('\ufeff{ "language": "de" }', 'utf16le')],
  ])('written %s is taken once, then wiped', (_how, content) => {
    put(content);
    expect(take()).toBe(0);
    expect(loadConfig(join(data, 'config.json'))).toMatchObject({ ok: true, value: { config: { language: 'de' } } });
    expect(onCard()).not.toContain('language');
    expect(onCard()).toHaveLength(Buffer.from(content as string).length);
    writeFileSync(join(data, 'config.json'), '{"language":"en"}');
    expect(take()).toBe(0);
    expect(config()).toBe('{"language":"en"}');
    expect(notedCardProblem(data)).toBeUndefined();
  });

  test('whose file got a second ending from Windows is taken all the same', () => {
    put(emptyPlace());
    put('{"language":"de"}', 'offhook.json.txt');
    expect(take()).toBe(0);
    expect(config()).toBe('{"language":"de"}');
    expect(onCard('offhook.json.txt')).not.toContain('language');
  });

  test.each([
    ['empty', ''],
    ['too-large', ' '.repeat(70_000)],
  ] as const)(
    'with a file that is %s leaves the phone as it was, and says so until it is mended',
    (problem, content) => {
      put(content);
      expect(take()).toBe(1);
      expect(config()).toBe('{"language":"en"}');
      expect(notedCardProblem(data)).toEqual({ problem, detail: '' });
      put('{"language":"de"}');
      expect(take()).toBe(0);
      expect(notedCardProblem(data)).toBeUndefined();
    },
  );

  test.each([
    ['not-json', '{ "language": "de", }', 'offhook.json is not valid JSON at line 1, column 21.'],
    ['not-json', '<html>', 'offhook.json is not valid JSON at line 1, column 1.'],
    ['wrong-key', '{ "langauge": "de" }', 'The key "langauge" is not known; did you mean "language"?'],
    ['not-text', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), ''],
    ['empty', ' \r\n ', ''],
  ] as const)(
    'with a file that is %s hands it on, and the phone says what is wrong with it',
    (problem, content, detail) => {
      put(content);
      expect(take()).toBe(0);
      expect(cardProblem(join(data, 'config.json'))).toMatchObject({ problem, detail });
      // What the phone goes on with.
      expect(readFileSync(join(data, 'config-before.json'), 'utf8')).toBe('{"language":"en"}');
    },
  );

  test('without any file changes nothing', () => {
    expect(take()).toBe(0);
    expect(existsSync(join(data, 'config-before.json'))).toBe(false);
  });
});
