// Runs rounds until its time is up; writes the number of each down first, so that even a crash of the process names it.

import { openSync, writeSync } from 'node:fs';
import { fuzzPackets } from './round.ts';

const [seconds = '60', first = '1', note = ''] = process.argv.slice(2);
const file = openSync(note, 'w');
const until = process.cpuUsage().user / 1e6 + Number(seconds);
let round = Number(first);
while (process.cpuUsage().user / 1e6 < until) {
  writeSync(file, `${round}`.padEnd(16), 0);
  for (let within = 0; within < 50; within++) fuzzPackets(round++);
}
console.log(JSON.stringify({ rounds: round - Number(first), cpuSeconds: Number(seconds) }));
