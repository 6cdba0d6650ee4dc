// start.ready: from the start of the process to the sign-in screen drawn, over many starts of the bundle.

import { join } from 'node:path';
import { PhoneProcess } from '../phone/phone-process.ts';
import { type Claim, percentile } from './claim.ts';
import { withScratchFolder } from './scratch-folder.ts';

/** The first starts fill the page cache and the compile cache; a phone on a desk has them warm as well. */
const warmUps = 2;
const starts = { short: 20, long: 200 };

export const startReady: Claim = {
  name: 'start.ready',
  what: 'p95 of process start to the sign-in screen drawn, simulated board, bundle, warm',
  measure: ({ long, say }) =>
    withScratchFolder(async (folder) => {
      const times: number[] = [];
      for (let run = -warmUps; run < (long ? starts.long : starts.short); run++) {
        const timeMs = await startOnce(join(folder, 'phone'));
        if (run >= 0) times.push(timeMs);
      }
      say(
        `${times.length} starts, median ${percentile(times, 0.5).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`,
      );
      return [{ name: 'p95', value: percentile(times, 0.95), unit: 'ms', goal: { operator: '<=', value: 500 } }];
    }),
};

async function startOnce(folder: string): Promise<number> {
  const begunMs = performance.now();
  const phone = await PhoneProcess.start({ folder, config: {} });
  if (!phone.ok) throw new Error(phone.error);
  const ready = phone.value.events.find(({ event }) => event.type === 'ready');
  await phone.value.stop();
  if (!ready) throw new Error('The phone did not tell when it was ready.');
  return ready.heardAtMs - begunMs;
}
