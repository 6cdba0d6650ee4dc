// `npm run test:hawkbit`: image updates against a real Eclipse hawkBit; apart from `npm test`, for it needs Java, Maven and minutes.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';
import { findCommand } from './setup/system-check.mjs';

const missing = ['java', 'mvn'].filter((command) => !findCommand(command));
if (missing.length > 0) {
  console.error(`Missing: ${missing.join(', ')}. On Debian: apt-get install default-jdk-headless maven`);
  process.exit(1);
}
await prepareOrExit({ forTests: true });
process.exitCode = await runPinned(['node_modules/vitest/vitest.mjs', 'run', '--project', 'hawkbit']);
