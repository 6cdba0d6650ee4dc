// `npm run test:image`: builds the image, boots it in the emulator, and uses it as a person would.

import { mkdirSync } from 'node:fs';
import { prepareOrExit } from '../setup/prepare.mjs';
import { fromRoot } from '../setup/root.mjs';
import { runPinned } from '../setup/run-pinned.mjs';

await prepareOrExit();
mkdirSync(fromRoot('reports'), { recursive: true });
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/image/vitest.config.ts'];
const reporters = ['--reporter=default', '--reporter=junit', `--outputFile.junit=${fromRoot('reports', 'image.xml')}`];
process.exitCode = await runPinned([...vitest, ...reporters, ...process.argv.slice(2)]);
