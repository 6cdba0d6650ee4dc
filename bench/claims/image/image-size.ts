// image.size: what a person downloads for a new card, and the parts of it that weigh most.

import { buildImage, packImage } from '../../../build/image/build-image.ts';
import { readImageBoard } from '../../../build/image/image-board.ts';
import { compressedBytes, largestImageBytes, sizeReport } from '../../../build/image/size-report.ts';
import type { Claim } from '../claim.ts';

export const imageSize: Claim = {
  name: 'image.size',
  what: 'compressed image of the emulated board, all that a phone needs',
  measure: async ({ say }) => {
    const image = await buildImage({ board: readImageBoard('virt'), keyring: undefined });
    const packed = await packImage(image);
    for (const line of await sizeReport(image, packed)) say(line);
    const value = compressedBytes(packed) / 1e6;
    return [{ name: 'size', value, unit: 'MB', goal: { operator: '<=', value: largestImageBytes / 1e6 } }];
  },
};
