// `npm run fuzz -- [--seconds N] [PART]`: feeds the decoders, and all that reads packets, with arbitrary bytes for as long as told, a minute each.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

await prepareOrExit({ only: ['npm', 'native'] });
process.exitCode = await runPinned(['bench/media/fuzz/main.ts', ...process.argv.slice(2)]);
