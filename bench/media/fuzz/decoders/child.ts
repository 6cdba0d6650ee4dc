// Runs rounds until its time is up; writes the number of each down first, so that even a crash of the process names it.

import { openSync, writeSync } from 'node:fs';
import { fuzzReceiver } from './receiver-round.ts';
import { fuzzDecoders, fuzzOpusAddon } from './round.ts';

const [seconds = '60', first = '1', note = ''] = process.argv.slice(2);
const file = openSync(note, 'w');
const until = process.cpuUsage().user / 1e6 + Number(seconds);
let round = Number(first);
while (process.cpuUsage().user / 1e6 < until) {
  writeSync(file, `${round}`.padEnd(16), 0);
  fuzzDecoders(round);
  fuzzOpusAddon(round);
  fuzzReceiver(round);
  round++;
}
console.log(JSON.stringify({ rounds: round - Number(first), cpuSeconds: Number(seconds) }));
