// A card as a person writes it: the image by `scripts/flash.sh`, with a configuration for the first start.

import { spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuiltImage } from '../../build/image/build-image.ts';

const root = resolve(import.meta.dirname, '..', '..');

const mebibyte = 1024 * 1024;

export const cardBytes = 2048 * mebibyte;

/** `card.img` in `folder`, larger than the image as every card is; `config` is written as it is. */
export function writeCard(folder: string, image: BuiltImage, config: string): string {
  const card = join(folder, 'card.img');
  writeFileSync(card, '');
  truncateSync(card, cardBytes);
  const file = join(folder, 'config.json');
  writeFileSync(file, config);
  const words = ['scripts/flash.sh', '--yes', '--config', file, join(image.folder, 'disk.img'), card];
  const flashed = spawnSync('sh', words, { cwd: root, encoding: 'utf8' });
  if (flashed.status !== 0) throw new Error(`The card was not written: ${flashed.stderr}`);
  return card;
}

/** Where the data partition begins on every card. */
export const dataAt = 1092 * mebibyte;

/**
 * A program of e2fsprogs on a copy of the data partition of the card in `folder`. First the journal is played, as every
 * mount does it: a power cut leaves in it what is not yet in its place.
 */
export async function onDataPartition(
  { tools }: BuiltImage,
  folder: string,
  program: string,
  words: (partition: string) => readonly string[],
): Promise<string> {
  const folders = { [folder]: '/work' };
  const copy = ['if=/work/card.img', 'of=/work/data.ext4', 'bs=1M', `skip=${dataAt / mebibyte}`, 'conv=sparse'];
  await tools.run('dd', [...copy, 'status=none'], { folders });
  // It ends with 1 where it had something to do.
  await tools.run('sh', ['-c', 'e2fsck -p /work/data.ext4 || [ $? -le 1 ]'], { folders });
  return tools.run(program, words('/work/data.ext4'), { folders });
}

/** The same, and what it changed goes on the card. */
export async function changeDataPartition(
  image: BuiltImage,
  folder: string,
  program: string,
  words: (partition: string) => readonly string[],
): Promise<void> {
  await onDataPartition(image, folder, program, words);
  const back = ['if=/work/data.ext4', 'of=/work/card.img', 'bs=1M', `seek=${dataAt / mebibyte}`, 'conv=notrunc'];
  await image.tools.run('dd', [...back, 'status=none'], { folders: { [folder]: '/work' } });
}
