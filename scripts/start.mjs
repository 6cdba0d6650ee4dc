// `npm start`: sets up what is missing, then runs phone, bench enterprise and console page until Ctrl-C.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

await prepareOrExit();
process.exitCode = await runPinned(['bench/start.ts', ...process.argv.slice(2)]);
