// For a person with sudo: installs the given Debian packages and keeps their services off. `npm test` prints the line.

import { Progress } from '../progress.mjs';
import { SetupStop } from '../setup-stop.mjs';
import { installPackages } from './packages.mjs';

const packages = process.argv.slice(2);
const progress = new Progress();
progress.begin('debian', `installing ${packages.join(', ')}`);
try {
  await installPackages(packages, progress);
  progress.finish('debian', 'Debian packages installed, their services left off');
} catch (error) {
  if (!(error instanceof SetupStop)) throw error;
  progress.close();
  console.error(error.message);
  process.exitCode = 1;
}
