// Where the clone lies, whatever folder the person is in.

import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

export function fromRoot(...parts) {
  return join(root, ...parts);
}

/** The Node that everything but the set-up runs on, pinned by the lock file. */
export function pinnedNode() {
  return fromRoot('node_modules', 'node', 'bin', 'node');
}
