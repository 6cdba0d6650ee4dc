// image.reproducible: everything is built twice from the same packages, in two folders, and compared byte by byte.

import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, workshop } from '../../../build/workshop.ts';
import type { Claim } from '../claim.ts';
import { withScratchFolder } from '../scratch-folder.ts';
import { countDifferences } from './count-differences.ts';

const program = ['build/image/main.ts', '--board', 'virt', '--unpacked'];

export const imageReproducible: Claim = {
  name: 'image.reproducible',
  what: 'bytes that differ between two builds of the whole card, crates and all, from the same packages',
  measure: ({ say }) =>
    withScratchFolder(async (folder) => {
      const first = await built(say);
      // What was locked and fetched is shared; nothing that was made of it is.
      for (const part of ['locks', 'archives']) cpSync(join(workshop, part), join(folder, part), { recursive: true });
      mkdirSync(folder, { recursive: true });
      const second = await built(say, folder);
      const differing = await countDifferences(first, second);
      return [{ name: 'bytes', value: differing, unit: 'bytes', goal: { operator: '<=', value: 0 } }];
    }),
};

/** The card's image, unpacked. */
async function built(say: (line: string) => void, folder?: string): Promise<string> {
  const env = folder === undefined ? {} : { OFFHOOK_IMAGE_WORKSHOP: folder };
  const printed = await run(process.execPath, program, { env });
  const image = /^Card: (.+)$/m.exec(printed)?.[1];
  if (image === undefined) throw new Error('The build named no card.');
  say(`built ${image}`);
  return image;
}
