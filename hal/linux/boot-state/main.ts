// `node boot-state.mjs DISK ORDER [SLOT [STATE]]`: the program that RAUC runs as its boot loader back end.

import { readFileSync } from 'node:fs';
import { BootDisk } from './boot-disk.ts';
import { answerRauc } from './rauc-back-end.ts';

const [device = '', ...words] = process.argv.slice(2);
const answer = answerRauc(new BootDisk(device), readFileSync('/proc/cmdline', 'utf8'), words);
if (answer.ok) process.stdout.write(answer.value === '' ? '' : `${answer.value}\n`);
else process.stderr.write(`${answer.error}\n`);
process.exitCode = answer.ok ? 0 : 1;
