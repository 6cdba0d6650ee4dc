// Remembers what a step was made from, so that it runs again only when that changed.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromRoot } from './root.mjs';

const ignoredFolders = new Set(['node_modules', 'target', 'dist', '.git']);

/** Hash of the names and contents of files and, recursively, of folders; a missing one counts as missing. */
export function hashOf(paths, extra = []) {
  const hash = createHash('sha256');
  for (const text of extra) hash.update(`${text}\0`);
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex');
}

function addTo(hash, path) {
  const full = fromRoot(path);
  if (!existsSync(full)) {
    hash.update(`${path} is missing\0`);
    return;
  }
  let entries;
  try {
    entries = readdirSync(full, { withFileTypes: true });
  } catch (error) {
    if (error.code !== 'ENOTDIR') throw error;
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    return;
  }
  const names = entries.filter((entry) => !ignoredFolders.has(entry.name)).map((entry) => entry.name);
  for (const name of names.sort()) addTo(hash, join(path, name));
}

function stampFile(name) {
  return fromRoot('.offhook', 'stamps', name);
}

export function isStamped(name, hash) {
  const file = stampFile(name);
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}

export function stamp(name, hash) {
  const file = stampFile(name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, hash);
}

export function clearStamp(name) {
  rmSync(stampFile(name), { force: true });
}
