// Prints `N passed, N failed` from the reports of the last test run.

import { existsSync } from 'node:fs';
import { fromRoot } from '../setup/root.mjs';
import { countReports } from './count-reports.mjs';

if (!existsSync(fromRoot('reports'))) {
  console.error('There are no reports: the tests have not run.');
  process.exit(1);
}
const counts = countReports(fromRoot('reports'));
console.log(`${counts.passed} passed, ${counts.failed} failed`);
