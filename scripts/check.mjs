// `npm run check`: types, lint, format, and the house's rules, in under a minute once the crates are built.

import { runCheck } from './check/run-check.mjs';
import { clippyAndFormat } from './check/rust-checks.mjs';
import { prepareOrExit } from './setup/prepare.mjs';

await prepareOrExit({ only: ['npm', 'native'] });

/** Two at a time on two cores; each prints only when something is wrong. */
const checks = [
  { name: 'types (tsc)', args: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  {
    name: 'lint and format (biome)',
    args: ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'],
  },
  {
    name: 'house rules',
    args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'architecture', '--reporter=dot'],
  },
];

const outcomes = await Promise.all([...checks.map((check) => runCheck(check)), ...clippyAndFormat()]);
process.exitCode = outcomes.every((good) => good) ? 0 : 1;
console.log(process.exitCode === 0 ? 'Everything is in order.' : 'Something is not in order: see above.');
