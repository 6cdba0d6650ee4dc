// `npm run release:…`: prints what the command answers; exit code 0 only where it was done.

import { release } from './command.ts';

const answer = await release(process.argv.slice(2), Date.now());
if (answer.ok) console.log(answer.value);
else console.error(answer.error);
process.exitCode = answer.ok ? 0 : 1;
