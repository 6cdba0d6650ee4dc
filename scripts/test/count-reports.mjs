// Counts passed, failed and skipped tests in a folder of JUnit reports.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function countReports(folder) {
  const counts = { passed: 0, failed: 0, skipped: [], failedFiles: new Set() };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.xml')))
    countReport(file, readFileSync(join(folder, file), 'utf8'), counts);
  return counts;
}

/** A test case is one `<testcase>` element; what lies inside it says how it ended. */
function countReport(file, xml, counts) {
  for (const [, attributes, selfClosed, inside = ''] of xml.matchAll(
    /<testcase\b([^>]*?)(?:(\/)>|>([\s\S]*?)<\/testcase>)/g,
  )) {
    const body = selfClosed ? '' : inside;
    if (/<(failure|error)\b/.test(body)) {
      counts.failed += 1;
      counts.failedFiles.add(file);
    } else if (/<skipped\b/.test(body)) {
      counts.skipped.push(`${file}: ${/\bname="([^"]*)"/.exec(attributes)?.[1] ?? 'a test without a name'}`);
    } else {
      counts.passed += 1;
    }
  }
}

export function summaryLine(counts) {
  const skipped = counts.skipped.length > 0 ? `, ${counts.skipped.length} skipped` : '';
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}
