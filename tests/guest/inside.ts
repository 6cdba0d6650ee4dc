// What runs inside the guest: vitest on the files that the job names, its result where the host looks for it.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [report = '', tree = ''] = process.argv.slice(2);
interface Job {
  readonly filters: readonly string[];
  /** Where the host has the folder of the report, for those who ask the emulator to write there. */
  readonly report: string;
}

const job = JSON.parse(readFileSync(join(report, 'job.json'), 'utf8')) as Job;
const args = [
  join(tree, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  `--config=${join(tree, 'tests', 'guest', 'vitest.config.ts')}`,
  '--reporter=verbose',
  '--reporter=junit',
  `--outputFile.junit=${join(report, 'junit.xml')}`,
  ...job.filters,
];
const env = {
  ...process.env,
  NO_COLOR: '1',
  CI: '1',
  OFFHOOK_GUEST_REPORT: report,
  OFFHOOK_GUEST_HOST_REPORT: job.report,
};
const { status, error } = spawnSync(process.execPath, args, { cwd: tree, stdio: 'inherit', env });
if (error) console.error(error);
writeFileSync(join(report, 'exit.json'), JSON.stringify({ status: status ?? 1 }));
