// The sound thread ends with the thread that opened it, and does not let that one hold the machine.

import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { plugIn, until } from './alsa-bench.ts';
import type { LoopThread } from './loop-thread.ts';

/** From sched.h: the policy as /proc shows it. */
const schedFifo = 1;
const policyField = 38;
const priorityField = 37;

let plugged: ReturnType<typeof plugIn>;
let worker: Worker;
let said: unknown[];
beforeEach(() => {
  plugged = plugIn({ name: 'desk' });
  said = [];
});
afterEach(async () => {
  await worker.terminate();
  plugged.close();
});

/** Resolves once sound runs. */
async function run(fault: LoopThread['fault']): Promise<void> {
  const workerData: LoopThread = { pcm: plugged.cards[0]?.near ?? '', fault };
  worker = new Worker(new URL('./loop-thread.ts', import.meta.url), { workerData });
  worker.on('message', (words) => said.push(words));
  worker.on('error', (error) => said.push(error instanceof Error ? error.message : String(error)));
  await until(() => said.includes('runs'));
}

/** This process's threads, as proc(5) numbers their fields after the name. */
function threads(): readonly { readonly name: string; readonly realTimePriority: number | undefined }[] {
  return readdirSync('/proc/self/task').map((task) => {
    const [, name = '', rest = ''] = statusOf(task).match(/\((.*)\) (.*)/) ?? [];
    const fields = rest.split(' ');
    const isRealTime = Number(fields[policyField]) === schedFifo;
    return { name, realTimePriority: isRealTime ? Number(fields[priorityField]) : undefined };
  });
}

/** Empty for a thread that has ended since it was listed. */
function statusOf(task: string): string {
  try {
    return readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}

const soundThreads = () => threads().filter(({ name }) => name.startsWith('sound'));
const hasPriority = (priority: number) => threads().some(({ realTimePriority }) => realTimePriority === priority);

it('goes when its media thread is ended without a word', async () => {
  await run('none');
  expect(soundThreads()).toHaveLength(2);
  await worker.terminate();
  expect(soundThreads()).toEqual([]);
  expect(plugged.cards[0]?.log('near-play').running).toBe(false);
});

it('goes when its media thread dies of a fault, which is told', async () => {
  await run('throws');
  await until(() => said.includes('as asked'));
  await until(() => soundThreads().length === 0);
  expect(plugged.cards[0]?.log('near-capture').running).toBe(false);
});

it('takes the priority of a media thread that does not come back, and gives it back when it does', async () => {
  await run('spins');
  if (!hasPriority(60)) {
    await until(() => said.some((words) => String(words).includes('does not let sound run in real time')));
    return;
  }
  await until(() => hasPriority(40));
  await until(() => !hasPriority(40));
  expect(hasPriority(60)).toBe(true);
  expect(said).not.toContain('is back');
  await until(() => said.includes('is back'));
  await until(() => hasPriority(40));
  await until(() => said.some((words) => String(words).includes('lost its real-time priority')));
});
