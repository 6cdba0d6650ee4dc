// Folders of a machine made like the kernel's, for drivers that take the root of the system as a parameter.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A root with these files; a name that ends with a slash is an empty folder. */
export function machine(files: Readonly<Record<string, string | Buffer>>) {
  const root = mkdtempSync(join(tmpdir(), 'offhook-machine-'));
  roots.push(root);
  const write = (added: typeof files) => {
    for (const [name, content] of Object.entries(added)) {
      const file = join(root, name);
      mkdirSync(name.endsWith('/') ? file : dirname(file), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(file, content);
    }
  };
  write(files);
  return {
    write,
    folders: { proc: join(root, 'proc'), sys: join(root, 'sys'), etc: join(root, 'etc') },
    read: (file: string) => readFileSync(join(root, file), 'utf8').trim(),
    remove: (file: string) => rmSync(join(root, file), { recursive: true }),
  };
}
