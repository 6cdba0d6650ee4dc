// Runs the crates' own tests and writes what came of them as a JUnit report.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fromRoot } from '../setup/root.mjs';
import { findRust } from '../setup/rust.mjs';

const limitMs = 10 * 60_000;

/** The release profile, because that is already built; a test's line is `test NAME ... ok`. */
export async function runCargoTests(report) {
  const rust = findRust();
  if (!rust) {
    console.error('The crates cannot be tested: no Rust that is new enough.');
    return false;
  }
  console.log('Testing the native crates.');
  const run = spawnSync(rust.cargo, ['test', '--release', '--locked', '--workspace'], {
    cwd: fromRoot(),
    encoding: 'utf8',
    timeout: limitMs,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PATH: `${dirname(rust.cargo)}:${process.env.PATH}`, RUSTC: rust.rustc },
  });
  process.stdout.write(run.stdout ?? '');
  const results = [...(run.stdout ?? '').matchAll(/^test (\S+)(?: - .*)? \.\.\. (ok|FAILED|ignored)/gm)];
  const cases = results.map(
    ([, name, outcome]) => `<testcase name="${xmlText(name)}" classname="cargo">${inside(outcome)}</testcase>`,
  );
  writeFileSync(
    report,
    `<?xml version="1.0"?>\n<testsuites><testsuite name="cargo">\n${cases.join('\n')}\n</testsuite></testsuites>\n`,
  );
  if (run.status !== 0) process.stderr.write(run.stderr ?? '');
  return run.status === 0;
}

function inside(outcome) {
  if (outcome === 'ok') return '';
  return outcome === 'ignored' ? '<skipped/>' : '<failure/>';
}

function xmlText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
