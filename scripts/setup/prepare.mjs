// Does whatever the set-up still has to do, side by side where it can, and nothing when all is as it was.

import { existsSync, mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { Progress } from './progress.mjs';
import { fromRoot } from './root.mjs';
import { stopCommands } from './run-command.mjs';
import { explain, SetupStop } from './setup-stop.mjs';
import { clearStamp, hashOf, isStamped, stamp } from './stamp.mjs';
import { builtSteps, ensureDebianPackages, pinnedVersion } from './steps.mjs';
import { checkFreeSpace, checkSystem } from './system-check.mjs';

async function prepare({ forTests, only, progress }) {
  checkSystem();
  mkdirSync(fromRoot('.offhook'), { recursive: true });
  const due = builtSteps
    .filter((step) => only === undefined || only.includes(step.name))
    .map((step) => ({ step, hash: hashOf(step.inputs, [pinnedVersion(), process.arch]) }))
    .filter(isDue);
  const needsBuild = due.some(({ step }) => step.name === 'native');
  if (needsBuild) checkFreeSpace();
  await ensureDebianPackages({ needsBuild, forTests, progress });
  await runAll(due, progress);
}

function isDue({ step, hash }) {
  return !isStamped(step.name, hash) || !step.outputs.every((output) => existsSync(fromRoot(output)));
}

/** Each step begins as soon as those before it have ended; the first failure is the one that is told. */
async function runAll(due, progress) {
  const started = new Map();
  for (const { step, hash } of due) {
    const before = step.after.map((name) => started.get(name));
    started.set(
      step.name,
      Promise.all(before).then(() => runStep(step, hash, progress)),
    );
  }
  try {
    await Promise.all(started.values());
  } catch (error) {
    stopCommands('SIGTERM');
    await Promise.allSettled(started.values());
    throw error;
  }
}

async function runStep(step, hash, progress) {
  clearStamp(step.name);
  progress.begin(step.name, step.doing);
  await step.run({ name: step.name, doing: step.doing, progress });
  stamp(step.name, hash);
  progress.finish(step.name, step.done);
}

/**
 * For the commands of package.json: prepares, and ends the process with one sentence where that is not possible.
 * @param {{ forTests?: boolean, only?: readonly string[] }} options `only` names the steps a command needs; absent: all
 */
export async function prepareOrExit({ forTests = false, only } = {}) {
  const progress = new Progress();
  let stoppedBy;
  const stop = (signal) => {
    stoppedBy = signal;
    stopCommands(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  try {
    await prepare({ forTests, only, progress });
  } catch (error) {
    progress.close();
    if (stoppedBy) {
      console.error('The set-up was stopped; the same command goes on from here.');
      process.exit(128 + constants.signals[stoppedBy]);
    }
    const sentence = error instanceof SetupStop ? error.message : explain(String(error), 'setting up');
    if (sentence === undefined) throw error;
    console.error(sentence);
    process.exit(1);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
