// The modules of a kernel that a guest loads, each after those that it needs.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Module {
  readonly name: string;
  readonly bytes: Buffer;
}

/** In the order to load them; one that is built into the kernel is left out. */
export function modulesInOrder(folder: string, names: readonly string[]): readonly Module[] {
  const files = new Map<string, string>();
  for (const file of readdirSync(join(folder, 'kernel'), { recursive: true, encoding: 'utf8' })) {
    if (/\.ko(\.xz)?$/.test(file))
      files.set(plain(basename(file).replace(/\.ko(\.xz)?$/, '')), join(folder, 'kernel', file));
  }
  const order = new Map<string, Module>();
  const visit = (name: string): void => {
    const file = files.get(name);
    if (file === undefined || order.has(name)) return;
    const bytes = unpacked(file);
    for (const needed of needs(bytes)) visit(plain(needed));
    order.set(name, { name, bytes });
  };
  for (const name of names) {
    if (!files.has(plain(name))) throw new Error(`The kernel in ${folder} has no module ${name}.`);
    visit(plain(name));
  }
  return [...order.values()];
}

function plain(name: string): string {
  return name.replaceAll('-', '_');
}

function unpacked(file: string): Buffer {
  if (!file.endsWith('.xz')) return readFileSync(file);
  const { status, stdout, stderr, error } = spawnSync('xz', ['-dc', file], { maxBuffer: 64 * 1024 * 1024 });
  if (error) throw error;
  if (status !== 0) throw new Error(`xz cannot unpack ${file}: ${stderr}`);
  return stdout;
}

/** A module says in itself what it needs, as `depends=a,b`. */
function needs(module: Buffer): readonly string[] {
  const mark = Buffer.from('\0depends=');
  const at = module.indexOf(mark);
  if (at < 0) return [];
  const list = module.subarray(at + mark.length, module.indexOf(0, at + mark.length)).toString('latin1');
  return list.split(',').filter((name) => name !== '');
}
