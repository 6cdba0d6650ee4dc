// `npm run test:guest`: the drivers of a real machine against a real kernel, in an emulator, with simulated devices.

import { prepareOrExit } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';
import { findCommand } from './setup/system-check.mjs';

if (!findCommand('qemu-system-x86_64')) {
  console.error('The emulator is missing: apt-get install --no-install-recommends qemu-system-x86');
  process.exit(1);
}
if (process.arch !== 'x64') {
  console.error('The guest runs the programs of this machine, and is made for 64-bit Intel and AMD machines.');
  process.exit(1);
}
await prepareOrExit({ only: ['npm', 'native'] });
process.exitCode = await runPinned(['tests/guest/main.ts', ...process.argv.slice(2)]);
