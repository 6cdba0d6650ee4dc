// `npm run release:bundle`: builds the signed bundle of an update.

import { prepareOrExit } from '../setup/prepare.mjs';
import { runPinned } from '../setup/run-pinned.mjs';

await prepareOrExit();
process.exitCode = await runPinned(['build/bundle/bundle-command.ts', ...process.argv.slice(2)]);
