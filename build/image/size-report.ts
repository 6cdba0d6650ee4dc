// How large an image is, and which parts of it are the largest.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../workshop.ts';
import type { BuiltImage } from './build-image.ts';

export const largestImageBytes = 110e6;

/** In bytes, as a person downloads it. */
export function compressedBytes(packed: string): number {
  return statSync(join(packed, 'disk.img.xz')).size;
}

/** By what one could leave out or make smaller; each with what it takes on the card. */
const parts: readonly (readonly [string, readonly string[]])[] = [
  ['Node', ['usr/bin/node']],
  ['kernel and initial RAM disk', ['boot']],
  ['kernel modules', ['usr/lib/modules']],
  ['Offhook: bundle, crates, fonts', ['usr/lib/offhook']],
  ['licences and bill of materials', ['usr/share/doc', 'usr/share/offhook']],
  ["systemd's programs and units", ['usr/lib/systemd', 'usr/lib/udev']],
  ['shared libraries', ['usr/lib/aarch64-linux-gnu']],
  ['other programs', ['usr/bin', 'usr/sbin']],
];

export async function sizeReport(image: BuiltImage, packed: string): Promise<readonly string[]> {
  const tree = join(image.slotFolder, 'tree');
  const measured: { name: string; bytes: number }[] = [];
  for (const [name, folders] of parts) {
    const printed = await run('du', ['-s', '-B1', '-c', ...folders.map((folder) => join(tree, folder))]);
    measured.push({ name, bytes: Number(/^(\d+)\ttotal$/m.exec(printed)?.[1] ?? 0) });
  }
  const node = measured[0]?.bytes ?? 0;
  const other = measured.at(-1);
  if (other) other.bytes -= node;
  const whole = Number((await run('du', ['-s', '-B1', tree])).split('\t')[0]);
  const lines = measured
    .sort((one, other) => other.bytes - one.bytes)
    .map(({ name, bytes }) => `  ${megabytes(bytes).padStart(7)} ${name}`);
  return [
    `Root file system: ${megabytes(whole)}, largest parts:`,
    ...lines,
    `Compressed image: ${megabytes(compressedBytes(packed))} (at most ${megabytes(largestImageBytes)})`,
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
