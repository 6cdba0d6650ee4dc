// From nothing to a card's image: each part is made once for its inputs and kept until they change.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import packageFacts from '../../package.json' with { type: 'json' };
import { hashOf } from '../../scripts/setup/stamp.mjs';
import { lockPackages } from '../debian/apt.ts';
import { ToolRoot } from '../debian/root.ts';
import { crateComponents, debianComponents, nodeComponent, npmComponents } from '../sbom/components.ts';
import { billOfMaterials, licenceNotices } from '../sbom/documents.ts';
import { BuildStop, cached, run } from '../workshop.ts';
import { compress, makeDisk, makeSlot } from './disk.ts';
import type { ImageBoard } from './image-board.ts';
import { prepareKernel } from './kernel.ts';
import { buildNativeCrates } from './native-crates.ts';
import { fetchNode } from './node-program.ts';
import { crossCompiler, notForCrossCompiling, tools as toolSet, userland } from './package-sets.ts';
import { fillTree } from './root-file-system.ts';

export interface SlotWish {
  readonly board: ImageBoard;
  readonly keyring: string | undefined;
  /** Texts of files that a test puts into the slot before it is packed, by their place below the root. */
  readonly extraFiles?: Readonly<Record<string, string>>;
  readonly version?: string;
  /** One word under which it is kept beside the slot of a person's card, and beside those of other tests. */
  readonly variant?: string;
}

export interface ImageWish extends SlotWish {
  /** More for the kernel's command line, e.g. a log on the console; it changes the card, not the slot. */
  readonly moreArguments?: string;
}

export interface BuiltSlot {
  readonly board: ImageBoard;
  readonly version: string;
  readonly tools: ToolRoot;
  /** Holds `tree/`, `slot.ext4` and `bill-of-materials.json`. */
  readonly slotFolder: string;
}

export interface BuiltImage extends BuiltSlot {
  /** Holds `disk.img`. */
  readonly folder: string;
}

/** What of the tree below the root goes into a slot. */
const slotInputs = ['dist/firmware', 'dist/media', 'dist/hal', 'dist/chunks', 'dist/assets', 'hal/boards'];
const recipe = ['build', 'firmware/launch.ts', 'package-lock.json', 'hal/linux/boot-state'];

export async function buildSlot(wish: SlotWish): Promise<BuiltSlot> {
  if (process.arch !== 'x64') throw new BuildStop('Images are built on 64-bit Intel or AMD machines.');
  const { board, keyring, extraFiles = {}, version = packageFacts.version } = wish;
  if (keyring !== undefined && !existsSync(keyring)) throw new BuildStop(`There is no keyring ${keyring}.`);
  const tools = await ToolRoot.open(toolSet);
  const native = await buildNativeCrates();
  const node = await fetchNode();
  const { build, epoch } = await commitFacts();
  const kernel = await prepareKernel(board, tools, epoch);
  const debian = await lockPackages(userland);
  const trust = keyring === undefined ? undefined : readFileSync(keyring, 'utf8');
  const inputs = [board, trust, extraFiles, version, build, debian, native, node, kernel, tools.locked];
  const files = hashOf([...slotInputs, ...recipe]);
  const slotFolder = await cached(`slot-${board.id}${variantOf(wish)}`, [inputs, files], async (folder) => {
    const cross = await ToolRoot.open(crossCompiler, notForCrossCompiling);
    const components = [
      ...debianComponents(debian),
      ...npmComponents(),
      ...(await crateComponents(cross)),
      nodeComponent(node),
    ];
    const bill = billOfMaterials({ name: 'offhook', version, build }, components);
    writeFileSync(join(folder, 'bill-of-materials.json'), bill);
    const papers = { 'bill-of-materials.json': bill, 'notices.txt': licenceNotices(components) };
    const tree = join(folder, 'tree');
    mkdirSync(tree);
    await fillTree(tree, { board, version, build, epoch, tools, kernel, node, native, keyring, papers });
    for (const [place, text] of Object.entries(extraFiles)) {
      mkdirSync(dirname(join(tree, place)), { recursive: true });
      // Never through a hard link into the cache.
      rmSync(join(tree, place), { force: true });
      writeFileSync(join(tree, place), text);
    }
    await makeSlot(folder, tools, epoch);
  });
  return { board, version, tools, slotFolder };
}

export async function buildImage(wish: ImageWish): Promise<BuiltImage> {
  const built = await buildSlot(wish);
  const { board, tools, slotFolder } = built;
  const { epoch } = await commitFacts();
  const moreArguments = wish.moreArguments === undefined ? '' : ` ${wish.moreArguments}`;
  const inputs = [slotFolder, hashOf(recipe), epoch, moreArguments];
  const folder = await cached(`disk-${board.id}${variantOf(wish)}`, inputs, async (target) => {
    const kernelArguments = `${board.kernelArguments}${moreArguments}`;
    const slot = join(slotFolder, 'slot.ext4');
    await makeDisk(target, { board: { ...board, kernelArguments }, tools, epoch, slot });
  });
  return { ...built, folder };
}

/** A test's slot stays beside a person's. */
function variantOf({ variant, extraFiles = {} }: SlotWish): string {
  if (variant !== undefined) return `-${variant}`;
  return Object.keys(extraFiles).length > 0 ? '-test' : '';
}

async function commitFacts(): Promise<{ readonly build: string; readonly epoch: number }> {
  const [hash = '', time] = (await run('git', ['log', '-1', '--format=%H %ct'])).trim().split(' ');
  return { build: hash.slice(0, 12), epoch: Number(time) };
}

/** What a person downloads: a folder with `disk.img.xz` and its checksum. */
export async function packImage({ board, folder, tools }: BuiltImage): Promise<string> {
  return cached(`packed-${board.id}`, [folder], async (target) => {
    await compress(target, tools, join(folder, 'disk.img'), 'disk.img');
    const packed = readFileSync(join(target, 'disk.img.xz'));
    const hash = createHash('sha256').update(packed).digest('hex');
    writeFileSync(join(target, 'disk.img.xz.sha256'), `${hash}\n`);
  });
}
