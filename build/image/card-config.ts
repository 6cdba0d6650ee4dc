// The place on a card where a person, or the program that writes cards, puts the configuration for the first start.

import { readFileSync } from 'node:fs';
import { BuildStop } from '../workshop.ts';

/** A file of the FAT partition, filled with spaces behind this text; `scripts/flash.sh` writes over it in place. */
export const placeText = '{"offhook":"place for the configuration of this phone"}';
export const placeName = 'offhook.json';
const placeBytes = 65_536;

export function emptyPlace(): Buffer {
  return Buffer.from(placeText.padEnd(placeBytes));
}

/** It must lie on the card in one piece, or what is written over it would be torn by the file system. */
export function checkPlace(fat: string): void {
  const at = readFileSync(fat).indexOf(emptyPlace());
  if (at < 0 || at % 512 !== 0) throw new BuildStop(`${placeName} does not lie in one piece in ${fat}.`);
}
