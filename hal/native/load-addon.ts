// Loads a built native addon by name, from the source tree and from the bundle alike.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Addons are built to `dist/native/NAME.node`; a bundle lies inside `dist`. Looks in each folder upward from
 * `from` (an `import.meta.dirname`). Throws where none is found: a phone without its addon is a broken build.
 */
export function loadAddon(name: string, from: string): unknown {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const candidate of [join(folder, 'native', `${name}.node`), join(folder, 'dist', 'native', `${name}.node`)]) {
      if (existsSync(candidate)) return createRequire(import.meta.url)(candidate);
    }
    if (folder === dirname(folder))
      throw new Error(`The native addon ${name}.node is not built: run "npm start" or "npm test", which build it.`);
  }
}
