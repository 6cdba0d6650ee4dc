// The machine's own clock keeps the contract of its port; the only contract test that takes real time.

import { SystemClock } from '../../../hal/system/clock.ts';
import { clockContract } from '../ports/clock-contract.ts';

clockContract('SystemClock', () => {
  const clock = new SystemClock();
  return {
    clock,
    pass: (byMs) =>
      new Promise((resolve) => {
        clock.after(byMs, () => resolve());
      }),
  };
});
