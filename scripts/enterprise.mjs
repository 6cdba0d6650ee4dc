// `npm run enterprise`: runs the bench enterprise alone, for any SIP phone to register with.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

await prepareOrExit({ only: ['npm', 'native'] });
process.exitCode = await runPinned(['bench/enterprise/main.ts', ...process.argv.slice(2)]);
