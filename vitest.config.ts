// The layers of the test run, each a project that can be run by its name: `npx vitest run --project unit`.

import { defineConfig } from 'vitest/config';

// Wall times in tests are those of one place, wherever they run.
process.env.TZ = 'Europe/Berlin';

interface Layer {
  readonly name: string;
  readonly files: string;
  /** Limit for one test and for one hook. */
  readonly limitMs: number;
  /** Layers that start servers or browsers run one file at a time, so that ports and cores are not fought over. */
  readonly oneAtATime?: boolean;
}

/** Fast ones first: the order in which `npm test` runs them. */
const layers: readonly Layer[] = [
  { name: 'unit', files: 'tests/unit/**/*.test.{ts,tsx}', limitMs: 10_000 },
  { name: 'contract', files: 'tests/contract/**/*.test.ts', limitMs: 10_000 },
  { name: 'architecture', files: 'tests/architecture/**/*.test.ts', limitMs: 60_000 },
  { name: 'fuzz', files: 'tests/fuzz/**/*.test.ts', limitMs: 120_000 },
  { name: 'golden', files: 'tests/golden/**/*.test.{ts,tsx}', limitMs: 120_000 },
  { name: 'flow', files: 'tests/flow/**/*.test.{ts,tsx}', limitMs: 30_000 },
  { name: 'browser', files: 'tests/browser/**/*.test.ts', limitMs: 120_000, oneAtATime: true },
  { name: 'interop', files: 'tests/interop/**/*.test.ts', limitMs: 120_000, oneAtATime: true },
  // By `npm run test:hawkbit` only: the first time it builds a server for a minute or more.
  { name: 'hawkbit', files: 'tests/hawkbit/**/*.test.ts', limitMs: 900_000, oneAtATime: true },
];

export default defineConfig({
  test: {
    projects: layers.map((layer) => ({
      test: {
        name: layer.name,
        include: [layer.files],
        environment: 'node' as const,
        // LVGL's state is one a process, and addons are not made for vitest's threads.
        pool: 'forks' as const,
        fileParallelism: layer.oneAtATime !== true,
        testTimeout: layer.limitMs,
        hookTimeout: layer.limitMs,
      },
    })),
  },
});
