// start.ready: from the start of the process to the sign-in screen drawn, over many starts of the bundle.

import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PhoneProcess } from '../phone/phone-process.ts';
import { type Claim, percentile } from './claim.ts';
import { withScratchFolder } from './scratch-folder.ts';

/** The first starts fill the page cache; a phone on a desk has it warm as well. */
const warmUps = 2;
const starts = { short: 20, long: 200 };
const births = 7;

interface Start {
  /** From the process's own zero to the first screen. */
  readonly screenMs: number;
  /** From before the process was made until it told that signalling and sound stand too. */
  readonly readyMs: number;
}

export const startReady: Claim = {
  name: 'start.ready',
  what: 'p95 of process start to the sign-in screen drawn, simulated board, bundle, warm',
  measure: ({ long, say }) =>
    withScratchFolder(async (folder) => {
      const birthMs = await measureBirth(folder);
      const measured: Start[] = [];
      for (let run = -warmUps; run < (long ? starts.long : starts.short); run++) {
        const start = await startOnce(join(folder, 'phone'));
        if (run >= 0) measured.push(start);
      }
      const screens = measured.map((start) => start.screenMs + birthMs);
      const all = measured.map((start) => start.readyMs);
      say(`making a process: ${birthMs.toFixed(0)} ms, part of each start`);
      say(`screen drawn, median of ${screens.length}: ${percentile(screens, 0.5).toFixed(0)} ms`);
      say(
        `everything ready, median: ${percentile(all, 0.5).toFixed(0)} ms, p95 ${percentile(all, 0.95).toFixed(0)} ms`,
      );
      return [{ name: 'p95', value: percentile(screens, 0.95), unit: 'ms', goal: { operator: '<=', value: 500 } }];
    }),
};

async function startOnce(folder: string): Promise<Start> {
  const begunMs = performance.now();
  const phone = await PhoneProcess.start({ folder, config: {} });
  if (!phone.ok) throw new Error(phone.error);
  const ready = phone.value.events.find(({ event }) => event.type === 'ready');
  await phone.value.stop();
  if (ready?.event.type !== 'ready') throw new Error('The phone did not tell when it was ready.');
  return { screenMs: ready.event.startedInMs, readyMs: ready.heardAtMs - begunMs };
}

/** A process counts its time from when Node runs; what the system needs before that is measured on an empty one. */
async function measureBirth(folder: string): Promise<number> {
  const program = join(folder, 'empty.mjs');
  writeFileSync(program, 'process.send(performance.timeOrigin);\n');
  const times: number[] = [];
  for (let run = 0; run < births; run++) {
    const begunMs = performance.timeOrigin + performance.now();
    const child = fork(program);
    const zeroMs = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => resolve(Number(message)));
      child.once('error', reject);
    });
    times.push(Math.max(0, zeroMs - begunMs));
  }
  return percentile(times, 0.5);
}
