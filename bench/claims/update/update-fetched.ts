// update.fetched: what a phone fetches of a release in which only our own code is another, against the whole bundle.

import { bothWays, UpdateCourse } from '../../image/update-course.ts';
import type { Claim } from '../claim.ts';
import { withScratchFolder } from '../scratch-folder.ts';

export const updateFetched: Claim = {
  name: 'update.fetched',
  what: 'bytes that a web server sends for a release in which every JavaScript file of ours differs, installed by RAUC in the emulator / the whole bundle',
  measure: async ({ say }) =>
    withScratchFolder(async (cardFolder) => {
      const updates = bothWays.slice(0, 1);
      const [update] = updates;
      if (!update) throw new Error('There is no update to measure.');
      const course = await UpdateCourse.start({ folder: `${cardFolder}/machine`, cardFolder, updates, say });
      try {
        const { fetchedBytes, bundleBytes } = await course.update(update);
        say(`${fetchedBytes} of ${bundleBytes} bytes`);
        const value = fetchedBytes / bundleBytes;
        return [{ name: 'fetched', value, unit: 'of the bundle', goal: { operator: '<=', value: 0.06 } }];
      } finally {
        await course.close();
      }
    }),
};
