// What a process costs while it runs: CPU seconds and resident memory, as the kernel counts them.

import { readFileSync } from 'node:fs';
import { processorSeconds } from '../../claims/media/processor-time.ts';

function memoryMbOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}

/** User and system time of all its threads so far, or undefined where the process is gone. */
function cpuSecondsOf(pid: number): number | undefined {
  try {
    return processorSeconds(pid);
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
