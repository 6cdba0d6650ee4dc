// Debian's kernel for a board: the kernel itself, the modules the board may ask for, and the initial RAM disk.

import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { lockPackages } from '../debian/apt.ts';
import { mergeUsr, type ToolRoot, unpack } from '../debian/root.ts';
import { BuildStop, cached, run } from '../workshop.ts';
import type { ImageBoard } from './image-board.ts';
import { kernel, userland } from './package-sets.ts';

/** A folder with `Image`, `initrd.img` and `modules/VERSION/`. */
export async function prepareKernel(board: ImageBoard, tools: ToolRoot, epoch: number): Promise<string> {
  const image = (await lockPackages(kernel)).find(({ name }) => /^linux-image-\d.*-arm64$/.test(name));
  const busybox = (await lockPackages(userland)).find(({ name }) => name === 'busybox-static');
  if (!image || !busybox) throw new BuildStop('Debian has no kernel or no BusyBox for arm64.');
  const unpacked = await cached('kernel-package', [image, 'merged'], async (folder) => {
    mergeUsr(folder);
    await unpack(image, folder);
  });
  const initFile = join(import.meta.dirname, 'initrd-init.sh');
  const wanted = [board.startModules, board.loadedModules, board.modules];
  const init = await run('cat', [initFile]);
  return cached(`kernel-${board.id}`, [image, busybox, wanted, init, epoch, tools.locked], async (folder) => {
    const version = readdirSync(join(unpacked, 'usr', 'lib', 'modules'))[0] ?? '';
    copyFileSync(join(unpacked, 'boot', `vmlinuz-${version}`), join(folder, 'Image'));
    // depmod and modprobe of the tools see the kernel's package as a root of its own.
    const inTools = { folders: { [unpacked]: '/work' } };
    await tools.run('depmod', ['-b', '/work', version], inTools);
    const needs = async (names: readonly string[]): Promise<readonly string[]> => {
      const files: string[] = [];
      for (const name of names) {
        const shown = await tools.run('modprobe', ['-d', '/work', '-S', version, '--show-depends', name], inTools);
        for (const line of shown.split('\n')) {
          const file = /^insmod \/work(\S+)/.exec(line)?.[1];
          if (file && !files.includes(file)) files.push(file);
        }
      }
      return files;
    };
    const modules = join(folder, 'modules', version);
    for (const file of await needs(wanted.flat())) {
      const target = join(modules, file.slice(file.indexOf(version) + version.length));
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(unpacked, file.replace(/^\/lib\//, '/usr/lib/')), target);
    }
    for (const list of ['modules.builtin', 'modules.builtin.modinfo', 'modules.order'])
      copyFileSync(join(unpacked, 'usr', 'lib', 'modules', version, list), join(modules, list));

    const ram = join(folder, 'initrd');
    for (const place of ['bin', 'lib/modules', 'dev', 'proc', 'sys', 'root', 'tmp'])
      mkdirSync(join(ram, place), { recursive: true });
    const programs = join(folder, 'busybox');
    mkdirSync(programs);
    await unpack(busybox, programs);
    copyFileSync(join(programs, 'usr', 'bin', 'busybox'), join(ram, 'bin', 'busybox'));
    await run('rm', ['-r', programs]);
    for (const [index, file] of (await needs(board.startModules)).entries()) {
      // In the order in which they are to be loaded; BusyBox does not unpack them.
      const name = `${String(index).padStart(2, '0')}-${basename(file, '.xz')}`;
      const packed = join(unpacked, file.replace(/^\/lib\//, '/usr/lib/'));
      cpSync(packed, join(ram, 'lib', 'modules', `${name}.xz`));
      await tools.run('xz', ['-d', `/work/initrd/lib/modules/${name}.xz`], { folders: { [folder]: '/work' } });
    }
    writeFileSync(join(ram, 'init'), init);
    for (const program of ['init', 'bin/busybox']) chmodSync(join(ram, program), 0o755);
    await tools.run('sh', ['-c', packInitrd, 'pack', String(epoch)], { folders: { [folder]: '/work' } });
    await run('rm', ['-r', ram]);
  });
}

const packInitrd = `set -e
cd /work/initrd
find . -exec touch -h -d "@$1" {} +
find . | sort | cpio --quiet --reproducible -o -H newc -R 0:0 > ../initrd.cpio
zstd -q -19 --rm ../initrd.cpio -o ../initrd.img`;
