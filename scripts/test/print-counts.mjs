// Prints which tests failed in the last test run, then `N passed, N failed`, from its reports.

import { existsSync } from 'node:fs';
import { fromRoot } from '../setup/root.mjs';
import { countReports } from './count-reports.mjs';

if (!existsSync(fromRoot('reports'))) {
  console.error('There are no reports: the tests have not run.');
  process.exit(1);
}
const counts = countReports(fromRoot('reports'));
for (const failure of counts.failures) console.log(`failed: ${failure}`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
