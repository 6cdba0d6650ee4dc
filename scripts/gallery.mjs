// `npm run gallery`: renders every screen in every theme and language to PNG files with an index page.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

await prepareOrExit({ only: ['npm', 'native', 'fonts'] });
process.exitCode = await runPinned(['scripts/build/run-with-ui.mjs', 'ui/gallery/main.ts', ...process.argv.slice(2)]);
