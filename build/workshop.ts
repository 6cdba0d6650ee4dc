// Where an image is built: cached folders keyed by what they are made from, commands with a log, and one line a step.

import { type SpawnOptions, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const projectRoot = resolve(import.meta.dirname, '..');
/** Another folder makes everything anew, from packages of its own. */
export const workshop = process.env.OFFHOOK_IMAGE_WORKSHOP ?? join(projectRoot, '.offhook', 'image');

/** What cannot be built, in a sentence for the person at the terminal. */
export class BuildStop extends Error {}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly input?: string;
}

const keptBytes = 16 * 1024 * 1024;
const lastLines = 15;

/** Runs a program to its end and answers with what it printed on standard output; all of it goes to the log as well. */
export async function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  mkdirSync(workshop, { recursive: true });
  const log = createWriteStream(join(workshop, 'build.log'), { flags: 'a' });
  log.write(`\n$ ${program} ${args.join(' ').slice(0, 2000)}\n`);
  const spawnOptions: SpawnOptions = {
    cwd: options.cwd ?? projectRoot,
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  };
  const child = spawn(program, [...args], spawnOptions);
  let printed = '';
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    log.write(text);
    if (printed.length < keptBytes) printed += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log.write(text);
    said = (said + text).slice(-keptBytes);
  });
  child.stdin?.on('error', (error) => {
    // A program that reads no input has ended, and says itself why.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  });
  child.stdin?.end(options.input ?? '');
  const outcome = await new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', (code, signal) => done(code === 0 ? '' : `it ended with ${signal ?? code}`));
  });
  log.end();
  if (outcome === '') return printed;
  const words = [...printed.split('\n').slice(-lastLines), ...said.split('\n').slice(-lastLines)];
  throw new BuildStop(
    `${program} failed: ${outcome}. Its last words:\n  ${words.filter((line) => line.trim() !== '').join('\n  ')}\n` +
      `All of them: ${join(workshop, 'build.log')}`,
  );
}

/** Names the same folder for the same inputs. */
export function keyOf(inputs: unknown): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
}

/**
 * A folder of the cache: made once for a key, whole or not at all. Older ones of the same name are removed, so that the
 * cache does not grow with every change.
 */
export async function cached(name: string, inputs: unknown, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(workshop, name);
  const target = join(folder, keyOf(inputs));
  if (existsSync(target)) return target;
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) rmSync(join(folder, old), { recursive: true, force: true });
  const unfinished = `${target}.part`;
  mkdirSync(unfinished);
  const begunMs = performance.now();
  process.stdout.write(`… ${name}\n`);
  await make(unfinished);
  renameSync(unfinished, target);
  process.stdout.write(`✓ ${name} (${((performance.now() - begunMs) / 1000).toFixed(1)} s)\n`);
  return target;
}
