// Loads the bench test only for a phone whose policy asks for it: for all others nothing of it exists.

import type { BenchTest, BenchTestOptions } from './bench-test.ts';

export type { BenchTest } from './bench-test.ts';

export async function openBenchTest(options: BenchTestOptions): Promise<BenchTest | undefined> {
  if (!options.policy.benchTest.enabled) return undefined;
  const { BenchTest: Opened } = await import('./bench-test.ts');
  return new Opened(options, await options.board.bootSlots());
}
