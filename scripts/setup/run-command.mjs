// Runs one command of the set-up: its output goes to a log and feeds the progress line, its failure becomes a sentence.

import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './root.mjs';
import { explain, SetupStop } from './setup-stop.mjs';

const keptLines = 400;
const shownLines = 12;
const running = new Set();

/**
 * Ends every command still running, with all that it has started: each is a process group of its own, which
 * Ctrl-C on the terminal does not reach by itself.
 */
export function stopCommands(signal) {
  for (const child of running) {
    try {
      process.kill(-child.pid, signal);
    } catch (error) {
      // It has ended by itself since.
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

export async function runCommand(command, args, { name, doing, progress, env = process.env, cwd = fromRoot() }) {
  const folder = fromRoot('.offhook', 'log');
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, `${name}.log`);
  const log = createWriteStream(logFile);
  // A full disk shows up here as well; the command itself then fails and is explained.
  let logProblem = '';
  log.on('error', (error) => {
    logProblem = String(error);
  });
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  running.add(child);
  const tail = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      log.write(text);
      for (const line of text.split(/[\r\n]+/)) {
        const shown = line.trim();
        if (shown === '') continue;
        tail.push(shown);
        if (tail.length > keptLines) tail.shift();
        progress.detail(name, shown);
      }
    });
  }
  const failure = await new Promise((resolve) => {
    child.once('error', (error) => resolve(`${command} could not be started: ${error.message}`));
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `${command} ended with ${signal ?? code}`));
  });
  running.delete(child);
  log.end();
  if (failure === undefined) return tail.join('\n');
  const printed = [...tail, failure, logProblem].join('\n');
  const sentence = explain(printed, doing);
  if (sentence) throw new SetupStop(sentence);
  throw new SetupStop(`${failure} while ${doing}. Its last words:\n  ${lastWords(tail)}\nAll of them: ${logFile}`);
}

/** Lines that speak of an error and, where there are none, the last ones. */
function lastWords(lines) {
  const errors = lines.filter((line) => /\berr(or)?\b.*\w{3}/i.test(line));
  return (errors.length > 0 ? errors : lines.slice(-shownLines)).slice(0, shownLines).join('\n  ');
}
