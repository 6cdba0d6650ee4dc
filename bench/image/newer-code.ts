// A release that changes only our code: every JavaScript file of ours differs, each from its first line on.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../build/workshop.ts';

const parts = ['firmware', 'media', 'hal', 'chunks'];

/** The files of a slot, by their place below its root; nothing else in it changes but its version. */
export function newerCode(version: string): Readonly<Record<string, string>> {
  const dist = join(projectRoot, 'dist');
  const files = parts.flatMap((part) =>
    readdirSync(join(dist, part), { recursive: true, encoding: 'utf8' }).map((file) => join(part, file)),
  );
  return Object.fromEntries(
    files
      .filter((file) => file.endsWith('.mjs'))
      .map((file) => [
        join('usr', 'lib', 'offhook', file),
        `// Release ${version}\n${readFileSync(join(dist, file), 'utf8')}`,
      ]),
  );
}
