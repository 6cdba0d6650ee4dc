// `npm run image -- --board NAME`: builds the image that is written on a phone's card.

import { prepareOrExit } from '../setup/prepare.mjs';
import { runPinned } from '../setup/run-pinned.mjs';

await prepareOrExit();
process.exitCode = await runPinned(['build/image/main.ts', ...process.argv.slice(2)]);
