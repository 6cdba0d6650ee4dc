// Holds the rules about single files and folders, and proves for each that it can be broken.

import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { houseRules, type SourceFile, sourceFiles } from './house-rules.ts';

const root = resolve(import.meta.dirname, '..', '..');
const rooms = ['hal', 'media', 'firmware', 'ui', 'build', 'bench', 'scripts', 'tests'];
const files = [...sourceFiles(root, rooms)];
const mostFilesInFolder = 12;

describe.each(houseRules)('$name: $sentence', (rule) => {
  it('holds in every file', () => {
    expect(files.filter((file) => rule.finds(file)).map((file) => file.path)).toEqual([]);
  });

  it('refuses a file that breaks it', () => {
    expect(rule.finds(rule.planted)).toBe(true);
  });
});

describe('folders', () => {
  it(`have at most ${mostFilesInFolder} source files: more is two subjects`, () => {
    const counts = new Map<string, number>();
    for (const file of files) {
      const folder = dirname(file.path);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    expect([...counts].filter(([, count]) => count > mostFilesInFolder)).toEqual([]);
  });
});

describe('native code', () => {
  it('is loaded in one file a crate', () => {
    expect(loadersOf(files, 'ui').length).toBe(1);
    expect(loadersOf(files, 'media').length).toBe(1);
    expect(loadersOf(files, 'hal').length).toBe(1);
  });

  it('would be seen in a second place', () => {
    const second = { path: 'media/second.ts', text: "loadAddon('media', import.meta.dirname)" };
    expect(loadersOf([...files, second], 'media').length).toBe(2);
  });
});

function loadersOf(among: readonly SourceFile[], addon: string): readonly string[] {
  const call = new RegExp(`loadAddon\\('${addon}'`);
  return among.filter((file) => !file.path.startsWith('tests/') && call.test(file.text)).map((file) => file.path);
}
