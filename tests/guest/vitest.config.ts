// What is run inside the guest: the drivers of a real machine, one file at a time, on an emulated processor that is slow.

import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

process.env.TZ = 'Europe/Berlin';

export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  cacheDir: '/tmp/vitest',
  test: {
    name: 'guest',
    include: ['tests/contract/linux/**/*.test.ts'],
    // They bring cards of their own and keep real time, which an emulated processor cannot.
    exclude: ['tests/contract/linux/alsa-*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
