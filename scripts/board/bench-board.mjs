// `npm run bench:board`: the guided test of a prototype on the bench, with test calls and a report.

import { prepareOrExit } from '../setup/prepare.mjs';
import { runPinned } from '../setup/run-pinned.mjs';

await prepareOrExit();
process.exitCode = await runPinned(['bench/prototype/main.ts', ...process.argv.slice(2)]);
