// `npm run board:check [-- --board NAME]`: tries every device of a board file and says what works and what does not.

import { prepareOrExit } from '../setup/prepare.mjs';
import { runPinned } from '../setup/run-pinned.mjs';

await prepareOrExit({ only: ['npm', 'native'] });
process.exitCode = await runPinned(['bench/board/main.ts', ...process.argv.slice(2)]);
