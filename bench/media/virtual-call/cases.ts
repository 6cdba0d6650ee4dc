// The impairments that every engine is measured under, by name.

import type { NetworkConditions } from './network.ts';

const clean: NetworkConditions = { delayMs: 20, lossShare: 0 };
const jitter20 = { kind: 'exponential', meanMs: 20 } as const;

export const networkCases = {
  clean,
  /** 5 % random. */
  loss5: { ...clean, lossShare: 0.05 },
  /** 10 % in bursts of 3. */
  burst10: { ...clean, lossShare: 0.1, burstPackets: 3 },
  /** 20 % in bursts of 4. */
  burst20: { ...clean, lossShare: 0.2, burstPackets: 4 },
  jitter20: { ...clean, jitter: jitter20 },
  /** 5 % in bursts of 2, and jitter. */
  'loss-and-jitter': { ...clean, lossShare: 0.05, burstPackets: 2, jitter: jitter20 },
  /** The network stands still for 300 ms. */
  gap300: { ...clean, gaps: [{ fromMs: 10_000, lengthMs: 300, kind: 'held' }] },
  /** Every tenth packet is overtaken. */
  reordering: { ...clean, reordering: { share: 0.1, byMs: 25 } },
  skew200: { ...clean, skewPpm: 200 },
} satisfies Record<string, NetworkConditions>;

export type NetworkCase = keyof typeof networkCases;
