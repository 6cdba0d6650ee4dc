// Boot states as fast-check makes them, for the tests of this folder.

import fc from 'fast-check';
import { type BootState, highestSequence } from '../../../../hal/linux/boot-state/sector.ts';

const slot = fc.constantFrom('A' as const, 'B' as const);

export const anyState: fc.Arbitrary<BootState> = fc.record({
  sequence: fc.integer({ min: 0, max: highestSequence }),
  last: slot,
  trial: fc.option(slot, { nil: undefined }),
  good: fc.record({ A: fc.boolean(), B: fc.boolean() }),
});
