// Runs one command of the bench's set-up or of a measurement to its end: arguments as a list, output and time bounded.

import { spawn } from 'node:child_process';
import { err, ok, type Result } from '../../../hal/result.ts';

const mostOutputBytes = 4 * 1024 * 1024;
const shownCharacters = 1_500;

export interface CommandOptions {
  readonly limitMs: number;
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What the command printed to its standard output; an error tells its last words. Never throws. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<Result<string>> {
  const child = spawn(command, [...args], {
    cwd: options.folder,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, complained]: [Buffer[], Buffer[]] = [[], []];
  let bytes = 0;
  let why: string | undefined;
  const stop = (reason: string) => {
    why ??= reason;
    child.kill('SIGKILL');
  };
  for (const [stream, kept] of [
    [child.stdout, printed],
    [child.stderr, complained],
  ] as const) {
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostOutputBytes) stop('it printed too much');
      else kept.push(chunk);
    });
  }
  const limit = setTimeout(() => stop(`it took longer than ${options.limitMs / 1_000} s`), options.limitMs);
  return new Promise((resolve) => {
    const end = (result: Result<string>) => {
      clearTimeout(limit);
      resolve(result);
    };
    child.once('error', (error) => end(err(`${command} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0 && why === undefined) return end(ok(Buffer.concat(printed).toString('utf8')));
      const words = Buffer.concat([...printed, ...complained])
        .toString('utf8')
        .trim()
        .slice(-shownCharacters);
      end(err(`${command} failed (${why ?? `it ended with ${signal ?? code}`}): ${words}`));
    });
  });
}
