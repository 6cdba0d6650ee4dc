// A card as it is after some of the recorded writes: a copy on the disk, and which image each slot holds to the last block.

import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { SlotName } from '../../../hal/boot-slots.ts';
import { copyOffsets } from '../../../hal/linux/boot-state/boot-disk.ts';
import { sectorBytes } from '../../../hal/linux/boot-state/sector.ts';

export interface Region {
  readonly offset: number;
  readonly length: number;
}

export const slotRegions: Readonly<Record<SlotName, Region>> = {
  A: { offset: 68 * 1024 ** 2, length: 512 * 1024 ** 2 },
  B: { offset: 580 * 1024 ** 2, length: 512 * 1024 ** 2 },
};
export const dataOffset = 1092 * 1024 ** 2;

/** The version of the image, or that it is none of those that were released. */
export type SlotContent = string | undefined;

const blockBytes = 4096;
const slotNames: readonly SlotName[] = ['A', 'B'];

/** How many blocks of a slot differ from one image. */
interface Comparison {
  readonly version: string;
  readonly image: number;
  readonly differs: Uint8Array;
  count: number;
}

export class CardReplay {
  readonly #card: number;
  readonly #images: readonly { readonly version: string; readonly file: number; readonly bytes: number }[];
  readonly #comparisons: Readonly<Record<SlotName, readonly Comparison[]>>;

  /** `card` is changed; `images` are the files of the slots by version. */
  constructor(card: string, images: ReadonlyMap<string, string>) {
    this.#card = openSync(card, 'r+');
    this.#images = [...images].map(([version, path]) => {
      const file = openSync(path, 'r');
      return { version, file, bytes: fstatSync(file).size };
    });
    this.#comparisons = { A: this.#compareAll('A'), B: this.#compareAll('B') };
  }

  read({ offset, length }: Region): Buffer {
    const bytes = Buffer.alloc(length);
    readSync(this.#card, bytes, 0, length, offset);
    return bytes;
  }

  write(offset: number, bytes: Uint8Array): void {
    writeSync(this.#card, bytes, 0, bytes.length, offset);
    for (const slot of slotNames) {
      const region = slotRegions[slot];
      const from = Math.max(offset, region.offset);
      const to = Math.min(offset + bytes.length, region.offset + region.length);
      if (from < to)
        this.#compare(
          slot,
          Math.floor((from - region.offset) / blockBytes),
          Math.ceil((to - region.offset) / blockBytes),
        );
    }
  }

  contentOf(slot: SlotName): SlotContent {
    return this.#comparisons[slot].find(({ count }) => count === 0)?.version;
  }

  sectors(): readonly [Buffer, Buffer] {
    const [first, second] = copyOffsets.map((offset) => this.read({ offset, length: sectorBytes }));
    return [first ?? Buffer.alloc(0), second ?? Buffer.alloc(0)];
  }

  close(): void {
    closeSync(this.#card);
    for (const { file } of this.#images) closeSync(file);
  }

  #compareAll(slot: SlotName): readonly Comparison[] {
    const blocks = slotRegions[slot].length / blockBytes;
    for (const { version, bytes } of this.#images)
      if (bytes !== slotRegions[slot].length) throw new Error(`The image of ${version} does not fill a slot.`);
    const comparisons = this.#images.map(({ version, file }) => ({
      ...{ version, image: file, differs: new Uint8Array(blocks), count: 0 },
    }));
    this.#compareWith(comparisons, slot, 0, blocks);
    return comparisons;
  }

  #compare(slot: SlotName, from: number, to: number): void {
    this.#compareWith(this.#comparisons[slot], slot, from, to);
  }

  #compareWith(comparisons: readonly Comparison[], slot: SlotName, from: number, to: number): void {
    const pieceBlocks = 256;
    for (let at = from; at < to; at += pieceBlocks) {
      const count = Math.min(pieceBlocks, to - at);
      const length = count * blockBytes;
      const found = this.read({ offset: slotRegions[slot].offset + at * blockBytes, length });
      const wanted = Buffer.alloc(length);
      for (const comparison of comparisons) {
        readSync(comparison.image, wanted, 0, length, at * blockBytes);
        for (let block = 0; block < count; block++) {
          const [begin, end] = [block * blockBytes, (block + 1) * blockBytes];
          const differs = found.compare(wanted, begin, end, begin, end) === 0 ? 0 : 1;
          comparison.count += differs - (comparison.differs[at + block] ?? 0);
          comparison.differs[at + block] = differs;
        }
      }
    }
  }
}
