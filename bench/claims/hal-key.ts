// How long a key takes from its contact to the phone, and that none is lost or doubled: on a real kernel's GPIO line.

import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { debianKernel } from '../../tests/guest/debian-kernel.ts';
import { runGuest } from '../../tests/guest/guest.ts';
import { type Claim, percentile } from './claim.ts';

const tree = resolve(import.meta.dirname, '..', '..');

interface Measured {
  readonly presses: number;
  readonly doubled: number;
  /** Presses that the emulator stretched beyond bouncing, and that were made again. */
  readonly tooSlow: number;
  readonly latenciesMs: readonly number[];
}

export const halKey: Claim = {
  name: 'hal.key',
  what: 'GPIO contact to key event, p95, in the guest; keys lost or doubled in 10,000 bouncing presses',
  measure: async ({ say }) => {
    const report = join(tree, 'reports', 'hal-key');
    mkdirSync(report, { recursive: true });
    say('Booting a machine of the emulator; ten thousand presses take some minutes.');
    const kernel = debianKernel(join(tree, '.offhook', 'guest'));
    const status = await runGuest({ kernel, tree, report, filters: ['gpio-presses'] });
    // A press that is not heard ends the run, and one that is heard twice fails it.
    if (status !== 0)
      throw new Error(`A press was lost or doubled, or the guest fell: ${join(report, 'console.log')}.`);
    const { presses, doubled, tooSlow, latenciesMs } = JSON.parse(
      readFileSync(join(report, 'hal-key.json'), 'utf8'),
    ) as Measured;
    say(
      `p50 ${percentile(latenciesMs, 0.5).toFixed(1)} ms, p99 ${percentile(latenciesMs, 0.99).toFixed(1)} ms; ${tooSlow} presses made again.`,
    );
    const never = { operator: '<=', value: 0 } as const;
    return [
      { name: 'p95', value: percentile(latenciesMs, 0.95), unit: 'ms', goal: { operator: '<=', value: 30 } },
      { name: 'lost-or-doubled', value: presses - latenciesMs.length + doubled, unit: `of ${presses}`, goal: never },
    ];
  },
};
