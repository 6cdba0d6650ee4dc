// `npm run test:guest`: boots Debian's kernel in QEMU with simulated devices and runs the drivers' tests inside.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { debianKernel } from './debian-kernel.ts';
import { runGuest } from './guest.ts';

const tree = resolve(import.meta.dirname, '..', '..');
const report = join(tree, 'reports', 'guest');
const filters = process.argv.slice(2);
const kernel = debianKernel(join(tree, '.offhook', 'guest'));
const status = await runGuest({ kernel, tree, report, filters });
if (status === undefined) {
  const console = readFileSync(join(report, 'console.log'), 'utf8');
  process.stderr.write(`The guest did not come to an end; the last it said:\n${console.slice(-3000)}\n`);
}
process.stdout.write(`Results: ${join(report, 'junit.xml')}, what the guest said: ${join(report, 'console.log')}\n`);
process.exitCode = status ?? 1;
