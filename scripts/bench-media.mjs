// `npm run bench:media`: measures our media engine beside its peers; `--help` tells the options.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

/** The longest run that the options allow on purpose takes a night. */
const limitMs = 12 * 3_600_000;

await prepareOrExit({ forTests: true });
process.exitCode = await runPinned(['bench/media/main.ts', ...process.argv.slice(2)], { limitMs });
