// What a process costs while it runs: CPU seconds and resident memory, as the kernel counts them.

import { readFileSync } from 'node:fs';

/** Linux counts CPU for /proc in hundredths of a second on every architecture (USER_HZ). */
const ticksPerSecond = 100;

/** User and system time of all its threads so far, or undefined where the process is gone. */
export function cpuSecondsOf(pid: number): number | undefined {
  const fields = statOf(pid);
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export function memoryMbOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}

/** Fields of /proc/PID/stat from the state on (proc(5): field 3 is the first here). */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before may hold spaces and brackets of its own.
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

export class ProcessMeter {
  readonly #pids: readonly number[];
  readonly #startCpu: number;
  readonly #startMs = performance.now();

  constructor(pids: readonly number[]) {
    this.#pids = pids;
    this.#startCpu = this.#cpu();
  }

  /** CPU of all processes together, a minute of time; memory of the last one. */
  read(): { readonly cpuSecondsPerMinute: number; readonly memoryMb: number } {
    const minutes = (performance.now() - this.#startMs) / 60_000;
    return {
      cpuSecondsPerMinute: (this.#cpu() - this.#startCpu) / minutes,
      memoryMb: memoryMbOf(this.#pids.at(-1) ?? 0) ?? Number.NaN,
    };
  }

  #cpu(): number {
    return this.#pids.reduce((sum, pid) => sum + (cpuSecondsOf(pid) ?? Number.NaN), 0);
  }
}
