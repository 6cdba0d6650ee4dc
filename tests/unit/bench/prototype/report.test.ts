// Reports of prototypes: one failure fails, what was left out keeps from passing, and a comparison shows them side by side.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOptions } from '../../../../bench/prototype/options.ts';
import { printComparison, printTable } from '../../../../bench/prototype/report/comparison.ts';
import { printReport } from '../../../../bench/prototype/report/report-page.ts';
import {
  type BenchReport,
  parseReport,
  reportFormat,
  type StepResult,
  verdictOf,
} from '../../../../bench/prototype/report/result.ts';
import { readReports, writeReport } from '../../../../bench/prototype/report/write-report.ts';

const curve = {
  ...{ title: 'Response of the handset', xName: 'Hz', yName: 'dB', logarithmic: true },
  points: [[125, -1] as const, [1_000, 0] as const, [6_300, 2] as const],
  upper: [[125, 12] as const, [6_300, 12] as const],
};
const sound: StepResult = {
  ...{ id: 'sound', title: 'Handset', verdict: 'passed', judgedBy: 'measurement', reason: '', curves: [curve] },
  figures: [{ name: 'Delay there and back', value: 94.2, unit: 'ms', most: 250 }],
};
const lamps: StepResult = {
  ...{ id: 'lamps', title: 'Lamps', verdict: 'not-tested', judgedBy: 'nobody' },
  ...{ reason: '<b>no</b> time', figures: [], curves: [] },
};

function reportOf(serialNumber: string, steps: readonly StepResult[] = [sound, lamps]): BenchReport {
  return {
    ...{ format: reportFormat, startedAt: '2026-11-25T12:00:00.000Z', endedAt: '2026-11-25T12:20:00.000Z' },
    ...{ unattended: false, verdict: verdictOf(steps), steps },
    phone: {
      ...{ serialNumber, vendor: 'Offhook', model: 'Pi 4', revision: '2', macAddress: '02:00:00:00:00:01' },
      ...{ board: 'pi-gpio', image: '0.1.0', slot: 'A' },
    },
  };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('passes only what was tested and passed throughout', () => {
  expect(verdictOf([])).toBe('not-tested');
  expect(verdictOf([sound])).toBe('passed');
  expect(verdictOf([sound, lamps])).toBe('not-tested');
  expect(verdictOf([sound, lamps, { verdict: 'failed' }])).toBe('failed');
});

it('is a page with plots, in which what a person wrote is text, and JSON that reads back', () => {
  const report = reportOf('P-0007');
  const written = writeReport(folder, report);
  const [page = '', json = ''] = written.ok ? written.value : [];
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('<svg');
  expect(html).toContain('&#60;b&#62;no&#60;/b&#62; time');
  expect(html).toContain('94.20 ms');
  expect(html).not.toMatch(/<script|https?:/);
  expect(readReports([json])).toEqual({ ok: true, value: [report] });
});

it('stands side by side with others, what is outside its limit marked', () => {
  const figures = sound.figures.map((figure) => ({ ...figure, value: 300 }));
  const reports = [reportOf('P-0007'), reportOf('P-0008', [{ ...sound, verdict: 'failed', figures }])];
  const table = printTable(reports);
  expect(table).toMatch(/Delay there and back +94\.20 ms +300 ms !/);
  expect(table).toMatch(/Lamps +not tested +not tested/);
  const page = printComparison(reports);
  expect(page.match(/class="curve c1"/g)).toHaveLength(1);
  expect(page).toContain('<td class="number outside">300 ms</td>');
  expect(printReport(reports[1] as BenchReport)).toContain('failed');
});

it('is refused by name where it is none, or cannot be written', () => {
  const file = join(folder, 'other.json');
  writeFileSync(file, '{"format":"offhook-bench-test/1","phone":{}}');
  expect(readReports([file])).toEqual({
    ok: false,
    error: `${file} is not a report of this bench (offhook-bench-test/1).`,
  });
  expect(readReports([join(folder, 'none.json')])).toMatchObject({ ok: false });
  expect(writeReport(join(file, 'below'), reportOf('P-0007'))).toMatchObject({
    ok: false,
    error: expect.stringContaining(`The report cannot be written to ${join(file, 'below')}`),
  });
  fc.assert(fc.property(fc.json(), (text) => !parseReport(text).ok));
});

it('takes a command line that makes sense, and says what does not', () => {
  expect(readOptions(['--lan', '--phone', '192.0.2.7'])).toMatchObject({ ok: true, value: { calls: 20, lan: true } });
  const refused: readonly (readonly [readonly string[], string])[] = [
    [[], 'A phone on the network needs --lan; without a phone there is --unattended.'],
    [['--lan', '--phone', 'desk'], '--phone takes the IPv4 address of the phone, such as 192.168.1.23, not "desk".'],
    [
      ['--unattended', '--lan'],
      '--unattended tests the simulated phone on this computer: leave out --lan and --phone.',
    ],
    [['--lan', '--calls', '1'], '--calls takes a number from 2 to 200.'],
    [
      ['--lan', '--update', 'images'],
      '--update and --root-key go together: the phone believes no image without the key.',
    ],
    [['--compare', 'a.json'], '--compare wants two reports or more.'],
    [['--lan', 'stray'], '"stray" is no option; only --compare takes files.'],
  ];
  for (const [words, error] of refused) expect(readOptions(words)).toEqual({ ok: false, error });
  expect(readOptions(['--lann'])).toMatchObject({ ok: false, error: expect.stringContaining('--lann') });
});
