// Puts a finished test into its folder, as JSON and as a page, and reads reports back for a comparison.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../../firmware/config/index.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import { printComparison } from './comparison.ts';
import { printReport } from './report-page.ts';
import { type BenchReport, parseReport } from './result.ts';

/** Named by serial number and time, so that a second test of the same phone keeps the first. */
export function writeReport(folder: string, report: BenchReport): Result<readonly string[]> {
  const serial = report.phone.serialNumber.replaceAll(/[^A-Za-z0-9-]/g, '_');
  const name = `${serial}-${report.startedAt.slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-')}`;
  return write(folder, [
    [`${name}.html`, printReport(report)],
    [`${name}.json`, `${JSON.stringify(report, null, 2)}\n`],
  ]);
}

export function writeComparison(folder: string, reports: readonly BenchReport[]): Result<readonly string[]> {
  return write(folder, [['comparison.html', printComparison(reports)]]);
}

export function readReports(files: readonly string[]): Result<readonly BenchReport[]> {
  const reports: BenchReport[] = [];
  for (const file of files) {
    const text = readText(file);
    if (!text.ok) return text;
    const report = parseReport(text.value);
    if (!report.ok) return err(`${file} ${report.error}.`);
    reports.push(report.value);
  }
  return ok(reports);
}

function write(folder: string, files: readonly (readonly [string, string])[]): Result<readonly string[]> {
  try {
    mkdirSync(folder, { recursive: true });
    return ok(
      files.map(([name, text]) => {
        const path = join(folder, name);
        writeFileSync(path, text);
        return path;
      }),
    );
  } catch (error) {
    return err(`The report cannot be written to ${folder}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
