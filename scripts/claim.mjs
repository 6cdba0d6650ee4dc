// `npm run claim -- NAME`: measures one published figure afresh; without a name it lists them.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

await prepareOrExit({ forTests: true });
process.exitCode = await runPinned(['bench/claims/main.ts', ...process.argv.slice(2)]);
