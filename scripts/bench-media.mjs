// `npm run bench:media`: measures our media engine beside its peers; `--help` tells the options.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

await prepareOrExit({ forTests: true });
process.exitCode = await runPinned(['bench/media/main.ts', ...process.argv.slice(2)]);
