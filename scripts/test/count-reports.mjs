// Counts passed, failed and skipped tests in a folder of JUnit reports, and names those that failed.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Characters of a failure's message that are shown. */
const reasonLimit = 600;

export function countReports(folder) {
  const counts = { passed: 0, failed: 0, failures: [], skipped: [], failedFiles: new Set() };
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
      counts.failures.push(`${file}: ${nameIn(attributes)}${reasonIn(body)}`);
    } else if (/<skipped\b/.test(body)) {
      counts.skipped.push(`${file}: ${nameIn(attributes)}`);
    } else {
      counts.passed += 1;
    }
  }
}

function nameIn(attributes) {
  return plain(/\bname="([^"]*)"/.exec(attributes)?.[1] ?? 'a test without a name');
}

/** What the report says of a failure, as far as a person needs it to know which one it was. */
function reasonIn(body) {
  const message = plain(/<(?:failure|error)\b[^>]*\bmessage="([^"]*)"/.exec(body)?.[1] ?? '').trim();
  return message === '' ? '' : `\n    ${message.slice(0, reasonLimit).replaceAll('\n', '\n    ')}`;
}

function plain(xml) {
  const marks = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#10': '\n' };
  return xml.replace(/&(lt|gt|quot|apos|amp|#10);/g, (_, name) => marks[name]);
}

export function summaryLine(counts) {
  const skipped = counts.skipped.length > 0 ? `, ${counts.skipped.length} skipped` : '';
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}
