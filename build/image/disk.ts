// A slot's file system and the whole card: partition table, boot state, FAT with the boot script, two slots, data.

import {
  closeSync,
  constants,
  copyFileSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { copyOffsets } from '../../hal/linux/boot-state/boot-disk.ts';
import { encodeSector } from '../../hal/linux/boot-state/sector.ts';
import type { ToolRoot } from '../debian/root.ts';
import { run } from '../workshop.ts';
import { checkPlace, emptyPlace, placeName } from './card-config.ts';
import type { ImageBoard } from './image-board.ts';

const mebibyte = 1024 * 1024;
/** In MiB; the slots hold a release of three times today's size. */
const layout = {
  boot: { at: 4, size: 64 },
  a: { at: 68, size: 512 },
  b: { at: 580, size: 512 },
  data: { at: 1092, size: 64 },
};

/** The number in the partition table by which a start finds its disk: one for all cards, as images are. */
const diskNumber = 0x0ff0_0c01;

const uuids = {
  slot: '0ff00c01-0000-4000-8000-000000000001',
  data: '0ff00c01-0000-4000-8000-000000000002',
  hashSeed: '0ff00c01-0000-4000-8000-000000000003',
};

/** What an update carries: `slot.ext4` in `folder`, made of the tree `tree` in it; the same bytes for the same tree. */
export async function makeSlot(folder: string, tools: ToolRoot, epoch: number): Promise<void> {
  const tar = ['--sort=name', '--format=gnu', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${epoch}`];
  await run('tar', ['-c', ...tar, '-C', join(folder, 'tree'), '-f', join(folder, 'tree.tar'), '.']);
  await makeExt4(folder, tools, epoch, {
    file: 'slot.ext4',
    label: 'offhook',
    uuid: uuids.slot,
    size: layout.a.size,
    // What U-Boot 2025.01 cannot read, and a journal, which a file system that is never written does not need.
    options: ['-O', '^has_journal,^metadata_csum_seed,^orphan_file', '-m', '0', '-d', '/work/tree.tar'],
  });
  await run('rm', [join(folder, 'tree.tar')]);
}

interface FileSystem {
  readonly file: string;
  readonly label: string;
  readonly uuid: string;
  readonly size: number;
  readonly options: readonly string[];
}

async function makeExt4(folder: string, tools: ToolRoot, epoch: number, one: FileSystem): Promise<void> {
  const fixed = ['-t', 'ext4', '-b', '4096', '-L', one.label, '-U', one.uuid];
  const extended = `hash_seed=${uuids.hashSeed},root_owner=0:0,lazy_itable_init=0,nodiscard`;
  const command = ['mke2fs', '-q', ...fixed, '-E', extended, ...one.options, `/work/${one.file}`, `${one.size}M`];
  await tools.run(`SOURCE_DATE_EPOCH=${epoch}`, command, { folders: { [folder]: '/work' } });
}

/** `disk.img` in `folder`, with the image of `slot` (a file) in slot A. */
export async function makeDisk(
  folder: string,
  { board, tools, epoch, slot }: { board: ImageBoard; tools: ToolRoot; epoch: number; slot: string },
): Promise<void> {
  const inFolder = { folders: { [folder]: '/work' } };
  const time = `SOURCE_DATE_EPOCH=${epoch}`;
  const number = Buffer.alloc(4);
  number.writeUInt32LE(diskNumber);
  const script = readFileSync(join(import.meta.dirname, 'boot.cmd'), 'utf8')
    .replace('@ARGUMENTS@', board.kernelArguments)
    .replace('@DISK@', number.toString('hex'))
    .replace('@DEVICE_TREE@', board.deviceTree);
  writeFileSync(join(folder, 'boot.cmd'), script);
  const mkimage = [
    'mkimage',
    '-q',
    '-A',
    'arm64',
    '-T',
    'script',
    '-C',
    'none',
    '-d',
    '/work/boot.cmd',
    '/work/boot.scr',
  ];
  await tools.run(time, mkimage, inFolder);

  const fat = join(folder, 'boot.vfat');
  writeFileSync(fat, '');
  truncateSync(fat, layout.boot.size * mebibyte);
  const volume = diskNumber.toString(16).padStart(8, '0');
  await tools.run('mkfs.vfat', ['--invariant', '-n', 'OFFHOOK', '-i', volume, '/work/boot.vfat'], inFolder);
  writeFileSync(join(folder, placeName), emptyPlace());
  for (const file of ['boot.scr', placeName]) await run('touch', ['-d', `@${epoch}`, join(folder, file)]);
  await tools.run(
    time,
    ['mcopy', '-m', '-i', '/work/boot.vfat', '/work/boot.scr', `/work/${placeName}`, '::'],
    inFolder,
  );
  checkPlace(fat);
  await makeExt4(folder, tools, epoch, {
    file: 'data.ext4',
    label: 'offhook-data',
    uuid: uuids.data,
    size: layout.data.size,
    // Room in the tables for a card of a terabyte: growing stays a matter of a second.
    options: ['-m', '1'],
  });

  const disk = join(folder, 'disk.img');
  writeFileSync(disk, '');
  truncateSync(disk, (layout.data.at + layout.data.size) * mebibyte);
  const line = ({ at, size }: { at: number; size: number }, type: string) =>
    `start=${at}MiB, size=${size}MiB, type=${type}`;
  const table = [
    'label: dos',
    `label-id: 0x${diskNumber.toString(16).padStart(8, '0')}`,
    `${line(layout.boot, 'c')}, bootable`,
    line(layout.a, '83'),
    line(layout.b, '83'),
    line(layout.data, '83'),
  ];
  const sfdisk = ['--quiet', '--no-reread', '--no-tell-kernel', '/work/disk.img'];
  await tools.run('sfdisk', sfdisk, { ...inFolder, input: `${table.join('\n')}\n` });
  for (const [file, { at }] of [
    [fat, layout.boot],
    [slot, layout.a],
    [join(folder, 'data.ext4'), layout.data],
  ] as const) {
    await run('dd', [`if=${file}`, `of=${disk}`, 'bs=1M', `seek=${at}`, 'conv=notrunc,sparse', 'status=none']);
  }
  writeBootState(disk);
  await run(
    'rm',
    ['boot.cmd', 'boot.vfat', 'data.ext4'].map((file) => join(folder, file)),
  );
}

/** A new card: slot A holds what the factory proved, slot B holds nothing. */
function writeBootState(disk: string): void {
  const file = openSync(disk, 'r+');
  try {
    for (const [copy, offset] of copyOffsets.entries()) {
      const state = { sequence: 1 - copy, last: 'A', trial: undefined, good: { A: true, B: false } } as const;
      writeSync(file, encodeSector(state), 0, 512, offset);
    }
  } finally {
    closeSync(file);
  }
}

/** The file `from` as `to.xz` in `folder`; the same bytes on any number of processors. */
export async function compress(folder: string, tools: ToolRoot, from: string, to: string): Promise<void> {
  copyFileSync(from, join(folder, to), constants.COPYFILE_FICLONE);
  const xz = ['-q', '-T2', '-6', '--block-size=64MiB', `/work/${to}`];
  await tools.run('xz', xz, { folders: { [folder]: '/work' } });
}
