// `npm run image -- --board NAME [--keyring FILE] [--unpacked]`: builds a card's image and prints its size, part by part.

import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BuildStop, projectRoot } from '../workshop.ts';
import { type BuiltImage, buildImage, packImage } from './build-image.ts';
import { readImageBoard } from './image-board.ts';
import { sizeReport } from './size-report.ts';

async function main(words: readonly string[]): Promise<void> {
  process.umask(0o022);
  const { values } = parseArgs({
    args: [...words],
    options: { board: { type: 'string' }, keyring: { type: 'string' }, unpacked: { type: 'boolean', default: false } },
  });
  const board = readImageBoard(values.board);
  const image = await buildImage({ board, keyring: values.keyring });
  if (values.unpacked) {
    console.log(`Card: ${join(image.folder, 'disk.img')}`);
    return;
  }
  const packed = await packImage(image);
  const target = publish(image, packed);
  for (const line of await sizeReport(image, packed)) console.log(line);
  if (values.keyring === undefined)
    console.log('No --keyring FILE was given: a phone with this image takes no updates.');
  console.log(`Image: ${target}`);
}

/** Where a person looks for it: `dist/image/`, with its checksum and its papers beside it. */
function publish({ board, version, slotFolder }: BuiltImage, packed: string): string {
  const target = join(projectRoot, 'dist', 'image');
  mkdirSync(target, { recursive: true });
  const name = `offhook-${board.id}-${version}`;
  for (const [from, to] of [
    [join(packed, 'disk.img.xz'), `${name}.img.xz`],
    [join(slotFolder, 'bill-of-materials.json'), `${name}.cdx.json`],
  ] as const) {
    rmSync(join(target, to), { force: true });
    copyFileSync(from, join(target, to));
  }
  copyFileSync(join(packed, 'disk.img.xz.sha256'), join(target, `${name}.img.xz.sha256`));
  return join(target, `${name}.img.xz`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BuildStop) && !(error instanceof TypeError && 'code' in error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
