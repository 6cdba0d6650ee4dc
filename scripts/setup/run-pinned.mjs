// Runs a program of the tree on the pinned Node in the foreground, and ends as it ends.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fromRoot, pinnedNode } from './root.mjs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Between asking a program to end and ending it. */
const graceMs = 10_000;
const orphanCheckMs = 500;
/** Taken before anything else: the set-up may take minutes. */
const startedBy = process.ppid;

/**
 * On a terminal Ctrl-C reaches the whole foreground group, so the program has had it already; a signal sent to
 * this process alone is passed on. The channel ends the program should this process be killed outright.
 */
export async function runPinned(args, { env = {}, limitMs } = {}) {
  const child = spawn(pinnedNode(), args, {
    cwd: fromRoot(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env, PATH: `${dirname(pinnedNode())}:${process.env.PATH}` },
  });
  const passOn = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, passOn);
  const orphan = whenOrphaned(() => child.kill('SIGTERM'));
  const limit = limitMs === undefined ? undefined : setTimeout(() => end(child, limitMs), limitMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(limit);
      clearInterval(orphan);
      for (const name of signals) process.off(name, passOn);
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}

/** npm runs a script in a shell that ends without a word to it when somebody ends npm alone. */
function whenOrphaned(tell) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  return setInterval(() => process.ppid === startedBy || tell(), orphanCheckMs);
}

function end(child, limitMs) {
  console.error(`Ended after ${limitMs / 60_000} minutes: it took too long.`);
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
}
