// `npm run touch:calibrate -- BOARD`: asks for three touches on a panel and prints the line for its board file.

import { prepareOrExit } from '../setup/prepare.mjs';
import { runPinned } from '../setup/run-pinned.mjs';

await prepareOrExit({ only: ['npm', 'native'] });
process.exitCode = await runPinned(['bench/touch/main.ts', ...process.argv.slice(2)]);
