// `npm test`: sets up what is missing, runs every layer of tests, fast ones first, and counts them from the reports.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { prepareOrExit } from './setup/prepare.mjs';
import { fromRoot } from './setup/root.mjs';
import { runPinned } from './setup/run-pinned.mjs';
import { runCargoTests } from './test/cargo-tests.mjs';
import { countReports, summaryLine } from './test/count-reports.mjs';

/** In the order of vitest.config.ts; a layer that hangs is ended after its minutes. */
const layers = [
  { name: 'unit', limitMinutes: 5 },
  { name: 'contract', limitMinutes: 3 },
  { name: 'architecture', limitMinutes: 3 },
  { name: 'fuzz', limitMinutes: 5 },
  { name: 'golden', limitMinutes: 5 },
  { name: 'flow', limitMinutes: 5 },
  { name: 'browser', limitMinutes: 8 },
  { name: 'interop', limitMinutes: 8 },
];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => name !== 'cargo' && !layers.some((layer) => layer.name === name));
if (unknown.length > 0) {
  console.error(
    `No layer of tests is called ${unknown.join(', ')}; there are ${layers.map((layer) => layer.name).join(', ')} and cargo.`,
  );
  process.exit(1);
}
const wanted = (name) => chosen.length === 0 || chosen.includes(name);

await prepareOrExit({ forTests: true });
const reports = fromRoot('reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const broken = [];
if (wanted('cargo') && !(await runCargoTests(fromRoot('reports', 'cargo.xml')))) broken.push('cargo');
for (const { name, limitMinutes } of layers.filter((layer) => wanted(layer.name))) {
  const report = fromRoot('reports', `${name}.xml`);
  const args = ['run', '--project', name, '--reporter=default', '--reporter=junit', `--outputFile.junit=${report}`];
  const code = await runPinned(['node_modules/vitest/vitest.mjs', ...args], {
    limitMs: limitMinutes * 60_000,
    env: { CI: '1' },
  });
  if (code !== 0 || !existsSync(report)) broken.push(name);
}

// A layer that broke without naming a test is written down as one failed test, so that no count looks too good.
const named = countReports(reports).failedFiles;
for (const name of broken.filter((layer) => !named.has(`${layer}.xml`))) {
  console.log(`The ${name} tests ended badly without naming a failed test: see above.`);
  const failed = `<testcase name="the ${name} tests run to their end"><failure/></testcase>`;
  writeFileSync(
    fromRoot('reports', `${name}-broken.xml`),
    `<testsuites><testsuite>${failed}</testsuite></testsuites>\n`,
  );
}
const counts = countReports(reports);
for (const skipped of counts.skipped) console.log(`skipped: ${skipped}`);
for (const failure of counts.failures) console.log(`failed: ${failure}`);
console.log(summaryLine(counts));
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
