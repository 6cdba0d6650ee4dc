// The store gives back what it took, and a damaged file never stops the phone.

import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileStore } from '../../../../firmware/store/index.ts';

let folder: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-store-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(): FileStore {
  const store = FileStore.open(join(folder, 'inside'), (level, text) => lines.push(`${level}: ${text}`));
  if (!store.ok) throw new Error(store.error);
  return store.value;
}

test('what is written is read back by the next process, and removed when asked', () => {
  expect(open().write('settings', { language: 'de' })).toEqual({ ok: true, value: undefined });
  expect(open().read('settings')).toEqual({ language: 'de' });
  open().remove('settings');
  expect(open().read('settings')).toBeUndefined();
  expect(lines).toEqual([]);
});

test('files are for their owner only', () => {
  open().write('account', { password: 'x' });
  expect(statSync(join(folder, 'inside', 'account.json')).mode & 0o777).toBe(0o600);
});

test('a damaged file is kept aside with one log line', () => {
  const store = open();
  writeFileSync(join(folder, 'inside', 'call-log.json'), '[{"id":');
  expect(store.read('call-log')).toBeUndefined();
  expect(existsSync(join(folder, 'inside', 'call-log.json.damaged'))).toBe(true);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('is damaged; it was kept as');
});

test('a half-written replacement left by a power cut does not hide the old file', () => {
  open().write('settings', { language: 'de' });
  writeFileSync(join(folder, 'inside', 'settings.json.new'), '{"lang');
  expect(open().read('settings')).toEqual({ language: 'de' });
});

test('a folder that takes nothing is read all the same, and told once', () => {
  open().write('settings', { language: 'de' });
  // Root may write everywhere, but not through a folder that stands in the file's place.
  for (const name of ['probe', 'settings', 'calls']) mkdirSync(join(folder, 'inside', `${name}.json.new`));
  const store = open();
  expect(store.isWritable).toBe(false);
  expect(store.read('settings')).toEqual({ language: 'de' });
  expect(store.write('settings', { language: 'en' }).ok).toBe(false);
  expect(store.write('calls', []).ok).toBe(false);
  expect(lines).toEqual([expect.stringMatching(/^error: .*probe\.json cannot be written: /)]);
  rmSync(join(folder, 'inside', 'settings.json.new'), { recursive: true });
  expect(store.write('settings', { language: 'en' }).ok).toBe(true);
  expect(store.isWritable).toBe(true);
});

test('more than the limit is refused, and the old value stays', () => {
  const store = open();
  store.write('call-log', ['old']);
  expect(store.write('call-log', ['x'.repeat(600_000)]).ok).toBe(false);
  expect(store.read('call-log')).toEqual(['old']);
});

test('a folder that cannot be made is one sentence', () => {
  writeFileSync(join(folder, 'file'), '');
  const store = FileStore.open(join(folder, 'file', 'inside'), () => {});
  expect(store).toMatchObject({ ok: false, error: expect.stringContaining('cannot be made') });
});
