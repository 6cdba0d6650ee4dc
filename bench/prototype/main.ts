// `npm run bench:board`: tests a prototype on the bench, or lays the reports of several side by side.

import { readOptions, usage } from './options.ts';
import { printTable } from './report/comparison.ts';
import { readReports, writeComparison } from './report/write-report.ts';
import { runTest } from './run-test.ts';

const badInputExit = 2;

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** 0: passed, or nothing failed; 1: something failed, or the test did not come to its end; 2: bad input. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options.ok) return fail(`${options.error}\n\n${usage}`, badInputExit);
  if (options.value.kind === 'compare') return compare(options.value.files, options.value.reportFolder);
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const ran = await runTest(options.value, { print, asked });
  if (!ran.ok) return fail(ran.error, 1);
  return ran.value.report.verdict === 'failed' ? 1 : 0;
}

function compare(files: readonly string[], folder: string): number {
  const reports = readReports(files);
  if (!reports.ok) return fail(reports.error, badInputExit);
  print(printTable(reports.value));
  const written = writeComparison(folder, reports.value);
  if (!written.ok) return fail(written.error, 1);
  print(`\nWith plots: ${written.value.join(', ')}`);
  return 0;
}

function fail(sentence: string, code: number): number {
  process.stderr.write(`${sentence}\n`);
  return code;
}

process.exitCode = await main();
