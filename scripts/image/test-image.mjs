// `npm run test:image`: builds the image, boots it in the emulator, and uses it as a person would; with `--updates` updates it instead, which takes most of an hour.

import { mkdirSync } from 'node:fs';
import { prepareOrExit } from '../setup/prepare.mjs';
import { fromRoot } from '../setup/root.mjs';
import { runPinned } from '../setup/run-pinned.mjs';

await prepareOrExit();
mkdirSync(fromRoot('reports'), { recursive: true });
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/image/vitest.config.ts'];
const reporters = ['--reporter=default', '--reporter=junit', `--outputFile.junit=${fromRoot('reports', 'image.xml')}`];
const words = process.argv.slice(2);
if (words.includes('--updates')) process.env.OFFHOOK_IMAGE_UPDATES = 'yes';
const others = words.filter((word) => word !== '--updates');
process.exitCode = await runPinned([...vitest, ...reporters, ...others]);
