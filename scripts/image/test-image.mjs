// `npm run test:image`: builds the image, boots it in the emulator, and uses it as a person would.

import { prepareOrExit } from '../setup/prepare.mjs';
import { runPinned } from '../setup/run-pinned.mjs';

await prepareOrExit();
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/image/vitest.config.ts'];
process.exitCode = await runPinned([...vitest, ...process.argv.slice(2)]);
