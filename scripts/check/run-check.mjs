// Runs one check and tells how it ended; its own words only where it failed.

import { spawn } from 'node:child_process';
import { fromRoot, pinnedNode } from '../setup/root.mjs';

const limitMs = 5 * 60_000;

export function runCheck({ name, command = pinnedNode(), args, env = {} }) {
  const begun = Date.now();
  const child = spawn(command, args, {
    cwd: fromRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    env: { ...process.env, ...env },
  });
  const printed = [];
  child.stdout.on('data', (chunk) => printed.push(chunk));
  child.stderr.on('data', (chunk) => printed.push(chunk));
  return new Promise((resolve) => {
    const finish = (good) => {
      if (!good) process.stdout.write(Buffer.concat(printed));
      console.log(`${good ? '✓' : '✗'} ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
      resolve(good);
    };
    child.once('error', (error) => {
      printed.push(Buffer.from(`${error.message}\n`));
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}
