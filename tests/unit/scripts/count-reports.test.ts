// The summary counts what the reports say, and never looks better than they are.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { countReports, summaryLine } from '../../../scripts/test/count-reports.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-reports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('counts passed, failed, broken and skipped tests over all reports', () => {
  writeFileSync(
    join(folder, 'unit.xml'),
    `<testsuites><testsuite name="a">
      <testcase classname="a" name="one" time="0.1"></testcase>
      <testcase classname="a" name="two" time="0.1"/>
      <testcase classname="a" name="three &gt; four"><failure message="no">text</failure></testcase>
      <testcase classname="a" name="five"><skipped/></testcase>
    </testsuite></testsuites>`,
  );
  writeFileSync(join(folder, 'flow.xml'), '<testsuite><testcase name="six"><error>boom</error></testcase></testsuite>');
  writeFileSync(join(folder, 'notes.txt'), '<testcase name="not a report"/>');
  const counts = countReports(folder);
  expect(summaryLine(counts)).toBe('2 passed, 2 failed, 1 skipped');
  expect(counts.skipped).toEqual(['unit.xml: five']);
});

it('names each failed test with what it said', () => {
  writeFileSync(
    join(folder, 'unit.xml'),
    `<testcase name="three &gt; four"><failure message="expected &quot;a&quot;&#10;got &amp;" type="E">where</failure></testcase>`,
  );
  writeFileSync(join(folder, 'broken.xml'), '<testcase name="runs to its end"><failure/></testcase>');
  expect(countReports(folder).failures.sort()).toEqual([
    'broken.xml: runs to its end',
    'unit.xml: three > four\n    expected "a"\n    got &',
  ]);
});

it('counts nothing where there is nothing', () => {
  expect(summaryLine(countReports(folder))).toBe('0 passed, 0 failed');
});
