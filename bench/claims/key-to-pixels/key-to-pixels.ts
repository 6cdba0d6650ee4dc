// ui.key-to-pixels: from a key's edge to changed pixels in the frame buffer, over presses on real screens.

import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import { launch } from '../../../firmware/launch.ts';
import { bundleTool } from '../../../scripts/build/run-with-ui.mjs';
import { type Claim, percentile } from '../claim.ts';

const presses = { short: 500, long: 20_000 };

interface Press {
  readonly key: string;
  readonly screen: string;
  /** Absent: no pixel changed. */
  readonly timeMs?: number;
}

export const keyToPixels: Claim = {
  name: 'ui.key-to-pixels',
  what: 'p95 of key event to changed pixels in the frame buffer, over 500 presses on real screens',
  async measure({ long, say }) {
    const measured = await pressKeys(long ? presses.long : presses.short);
    const unanswered = measured.filter(({ timeMs }) => timeMs === undefined);
    if (unanswered.length > 0) {
      const which = unanswered.map(({ key, screen }) => `${key} on ${screen}`);
      throw new Error(`${unanswered.length} presses changed nothing on the screen: ${[...new Set(which)].join(', ')}.`);
    }
    for (const screen of new Set(measured.map((press) => press.screen))) {
      const times = timesOf(measured.filter((press) => press.screen === screen));
      say(
        `${screen}: ${times.length} presses, p50 ${percentile(times, 0.5).toFixed(2)} ms, p95 ${percentile(times, 0.95).toFixed(2)} ms`,
      );
    }
    const p95 = percentile(timesOf(measured), 0.95);
    return [{ name: 'p95', value: p95, unit: 'ms', goal: { operator: '<=', value: 8 } }];
  },
};

function timesOf(measured: readonly Press[]): readonly number[] {
  return measured.map(({ timeMs }) => timeMs ?? Number.POSITIVE_INFINITY);
}

/** In a process of its own, started as a phone is, and with React's production build. */
async function pressKeys(count: number): Promise<readonly Press[]> {
  const entry = join(resolve(import.meta.dirname), 'rig.ts');
  const rig = fork(await bundleTool(entry), [String(count)], {
    execArgv: [...launch.nodeFlags],
    env: { ...process.env, ...launch.environment, NODE_ENV: 'production' },
  });
  return new Promise((done, reject) => {
    rig.once('message', (measured) => done(measured as readonly Press[]));
    rig.once('exit', (code) => reject(new Error(`The rig ended with ${code} before it had measured.`)));
  });
}
