// `npm run release:key`, `release:keys`, `release:manifest`: the tools of whoever signs images for their phones.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

await prepareOrExit({ only: ['npm'] });
process.exitCode = await runPinned(['build/bundle/main.ts', ...process.argv.slice(2)]);
