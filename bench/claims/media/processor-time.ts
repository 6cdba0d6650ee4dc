// Processor time of a process, as the kernel counts it.

import { readFileSync } from 'node:fs';

/** USER_HZ: what `/proc` counts in on every Linux of today. */
const ticksPerSecond = 100;

/** Seconds in user mode and in the kernel, of all threads that the process has or had. */
export function processorSeconds(pid: number): number {
  const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The second field is the program's name and may hold anything; the third is the first after its bracket.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
