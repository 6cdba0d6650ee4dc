// Debian's kernel for the guest and a static busybox, fetched once by apt and unpacked; nothing is installed.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Backports: the first of Debian's kernels that brings gpio-sim, and the one that knows a Pi 5's header. */
const sources = `deb http://deb.debian.org/debian trixie-backports main
deb http://deb.debian.org/debian trixie main
`;

export interface GuestKernel {
  readonly image: string;
  /** Folder with `kernel/` and the lists of built-in modules. */
  readonly modules: string;
  readonly busybox: string;
}

export function debianKernel(cache: string): GuestKernel {
  const unpacked = join(cache, 'unpacked');
  if (!existsSync(unpacked)) fetch(cache, unpacked);
  const folder = join(unpacked, 'usr', 'lib', 'modules');
  const [version] = readdirSync(folder);
  if (version === undefined) throw new Error(`There is no kernel in ${folder}: delete ${cache} and try again.`);
  return {
    image: join(folder, version, 'vmlinuz'),
    modules: join(folder, version),
    busybox: join(unpacked, 'usr', 'bin', 'busybox'),
  };
}

function fetch(cache: string, unpacked: string): void {
  const debs = join(cache, 'debs');
  for (const folder of ['lists/partial', 'archives/partial', 'debs'])
    mkdirSync(join(cache, folder), { recursive: true });
  writeFileSync(join(cache, 'sources.list'), sources);
  // A list of packages of its own: the machine's stays as it is, and so does what it has installed.
  const options = [
    `Dir::Etc::sourcelist=${cache}/sources.list`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${cache}/lists`,
    `Dir::Cache=${cache}`,
    'Dir::State::status=/dev/null',
    'APT::Architecture=amd64',
    'APT::Default-Release=trixie-backports',
  ].flatMap((option) => ['-o', option]);
  run('apt-get', [...options, 'update', '-qq'], cache);
  const image = packageOf(run('apt-cache', [...options, 'depends', 'linux-image-amd64'], cache), /linux-image-\d\S+/);
  const parts = run('apt-cache', [...options, 'depends', image], cache);
  const kernel = [packageOf(parts, /linux-binary-\d\S+/), packageOf(parts, /linux-modules-\d\S+/)];
  run('apt-get', [...options, 'download', ...kernel, 'busybox-static'], debs);
  const half = `${unpacked}.half`;
  rmSync(half, { recursive: true, force: true });
  for (const file of readdirSync(debs)) run('dpkg', ['-x', join(debs, file), half], cache);
  renameSync(half, unpacked);
}

function packageOf(depends: string, name: RegExp): string {
  const found = name.exec(depends)?.[0];
  if (found === undefined) throw new Error(`Debian's kernel is packed otherwise now: ${name} is not in\n${depends}`);
  return found;
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.at(-1)} failed: ${stderr.trim()}`);
  return stdout;
}
