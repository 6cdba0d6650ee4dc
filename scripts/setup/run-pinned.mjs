// Runs a program of the tree on the pinned Node in the foreground, and ends as it ends.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fromRoot, pinnedNode } from './root.mjs';

/**
 * On a terminal Ctrl-C reaches the whole foreground group, so the program has had it already; a signal sent to
 * this process alone is passed on. The channel ends the program should this process be killed outright.
 */
export async function runPinned(args, { env = {} } = {}) {
  const child = spawn(pinnedNode(), args, {
    cwd: fromRoot(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env, PATH: `${dirname(pinnedNode())}:${process.env.PATH}` },
  });
  const passOn = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)));
  });
}
