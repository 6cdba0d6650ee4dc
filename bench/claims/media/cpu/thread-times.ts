// Processor time of a process thread by thread, as the kernel counts it, for whoever asks where it went.

import { readdirSync, readFileSync } from 'node:fs';

export interface ThreadTime {
  readonly name: string;
  /** On a processor so far, in user mode and in the kernel. */
  readonly seconds: number;
  /** Times that it was put on a processor. */
  readonly turns: number;
}

/** By thread id; the main thread's is the process id. Threads that ended are not among them. */
export function threadTimes(pid: number): ReadonlyMap<number, ThreadTime> {
  const times = new Map<number, ThreadTime>();
  for (const entry of readdirSync(`/proc/${pid}/task`)) {
    try {
      const folder = `/proc/${pid}/task/${entry}`;
      // The scheduler's own account, in nanoseconds; the ticks of `stat` are too coarse for a thread.
      const [nanoseconds, , turns] = readFileSync(`${folder}/schedstat`, 'latin1').split(' ').map(Number);
      const name = readFileSync(`${folder}/comm`, 'latin1').trim();
      times.set(Number(entry), { name, seconds: (nanoseconds ?? 0) / 1e9, turns: turns ?? 0 });
    } catch {
      // It ended between the two looks.
    }
  }
  return times;
}

/** A line a name, the dearest first: what all threads of that name took between the two looks. */
export function threadTable(before: ReadonlyMap<number, ThreadTime>, after: ReadonlyMap<number, ThreadTime>): string[] {
  const sums = new Map<string, { seconds: number; turns: number }>();
  for (const [id, { name, seconds, turns }] of after) {
    const then = before.get(id);
    const sum = sums.get(name) ?? { seconds: 0, turns: 0 };
    sum.seconds += seconds - (then?.seconds ?? 0);
    sum.turns += turns - (then?.turns ?? 0);
    sums.set(name, sum);
  }
  return [...sums]
    .sort(([, a], [, b]) => b.seconds - a.seconds)
    .map(([name, { seconds, turns }]) => `${name.padEnd(16)} ${seconds.toFixed(3)} s, woken ${turns} times`);
}
