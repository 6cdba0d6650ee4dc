// `npm run test:image`: boots the image in the emulator; minutes, not seconds, and one machine at a time.

import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const limitMs = 15 * 60_000;

export default defineConfig({
  test: {
    root: resolve(import.meta.dirname, '..', '..'),
    include: ['tests/image/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: limitMs,
    hookTimeout: limitMs,
  },
});
