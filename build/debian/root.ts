// A root folder made of Debian packages that are unpacked and never configured, and programs that run inside it.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BuildStop, type CommandOptions, cached, run } from '../workshop.ts';
import { archiveOf, type LockedPackage, lockPackages, type PackageSet } from './apt.ts';

const documentation = ['usr/share/man/*', 'usr/share/locale/*', 'usr/share/info/*', 'usr/share/lintian/*'];

/** Owners, and the bits that lend an owner's rights, are left behind: what needs them is made by name later. */
export async function unpack(
  locked: LockedPackage,
  folder: string,
  { excluded = [], only = [] }: { readonly excluded?: readonly string[]; readonly only?: readonly string[] } = {},
): Promise<void> {
  const source = spawn('dpkg-deb', ['--fsys-tarfile', archiveOf(locked)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const picks = [...documentation, ...excluded].map((pattern) => `--exclude=./${pattern}`);
  const target = spawn(
    'tar',
    ['-x', '-C', folder, '--no-same-owner', '--no-same-permissions', '--wildcards', ...picks, '-f', '-', ...only],
    { stdio: [source.stdout, 'inherit', 'inherit'] },
  );
  // The pipe is theirs alone now.
  source.stdout.destroy();
  const ends = [source, target].map(
    (child) =>
      new Promise<boolean>((done) => child.once('exit', (code) => done(code === 0)).once('error', () => done(false))),
  );
  if ((await Promise.all(ends)).includes(false)) {
    throw new BuildStop(`The package ${locked.file} could not be unpacked; is the disk full?`);
  }
}

/** The old names of folders that are all below /usr; Debian's base-files has them too, where a set has base-files. */
export function mergeUsr(root: string): void {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(root, 'usr', name), { recursive: true });
    symlinkSync(`usr/${name}`, join(root, name));
  }
}

/** A root to run programs in: this machine keeps what it has, and the programs are the same on every machine. */
export class ToolRoot {
  readonly folder: string;
  readonly locked: readonly LockedPackage[];

  private constructor(folder: string, locked: readonly LockedPackage[]) {
    this.folder = folder;
    this.locked = locked;
  }

  static async open(set: PackageSet, excluded: readonly string[] = []): Promise<ToolRoot> {
    const locked = await lockPackages(set);
    const folder = await cached(`root-${set.name}`, [locked, excluded], async (root) => {
      mergeUsr(root);
      for (const one of locked) await unpack(one, root, { excluded: ['usr/share/doc/*', ...excluded] });
      for (const place of ['dev', 'proc', 'sys', 'tmp', 'work', 'project', 'cargo'])
        mkdirSync(join(root, place), { recursive: true });
      // What the alternatives system would have made.
      for (const [link, target] of [
        ['cc', 'gcc'],
        ['awk', 'mawk'],
      ] as const) {
        const path = join(root, 'usr', 'bin', link);
        if (existsSync(join(root, 'usr', 'bin', target)) && !existsSync(path)) symlinkSync(target, path);
      }
    });
    return new ToolRoot(folder, locked);
  }

  /**
   * Inside, in namespaces of its own, where it is root over the caller's files and over nothing else. `folders` says
   * which of the machine's folders it sees, and where.
   */
  async run(
    program: string,
    args: readonly string[],
    { folders = {}, ...options }: CommandOptions & { readonly folders?: Readonly<Record<string, string>> } = {},
  ): Promise<string> {
    const [command, words] = this.commandLine(program, args, folders);
    return run(command, words, options);
  }

  /** The same as a command line, for a program that stays in the foreground. */
  commandLine(
    program: string,
    args: readonly string[],
    folders: Readonly<Record<string, string>> = {},
  ): readonly [string, readonly string[]] {
    const binds = Object.entries(folders).flat();
    const isolate = ['--map-root-user', '--mount', '--pid', '--fork', '--kill-child'];
    const words = [this.folder, String(binds.length / 2), ...binds, program, ...args];
    return ['unshare', [...isolate, 'sh', '-c', enter, 'enter', ...words]];
  }
}

/** Arguments: the root, how many folders, each with its place inside, then the program and its own arguments. */
const enter = `set -e
root=$1 count=$2; shift 2
mount --rbind /dev "$root/dev"; mount --rbind /sys "$root/sys"; mount -t proc proc "$root/proc"
while [ "$count" -gt 0 ]; do mount --rbind "$1" "$root$2"; shift 2; count=$((count - 1)); done
exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin LC_ALL=C.UTF-8 HOME=/tmp "$@"`;
