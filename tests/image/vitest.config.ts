// `npm run test:image`: boots the image in the emulator; minutes, not seconds, and one machine at a time.

import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const limitMs = 15 * 60_000;

export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, '..', '..'),
    // An update takes most of an hour in the emulator: `npm run test:image -- --updates` runs it, and nothing else.
    include: [
      process.env.OFFHOOK_IMAGE_UPDATES ? 'tests/image/update.test.ts' : 'tests/image/{card,bad-card,phone}.test.ts',
    ],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: limitMs,
    hookTimeout: limitMs,
  },
});
