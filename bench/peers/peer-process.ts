// Runs a server or phone that somebody else wrote: starts it, waits until it is ready, keeps its words, ends it.

import { type ChildProcess, spawn } from 'node:child_process';
import { err, ok, type Result } from '../../hal/result.ts';

/** A peer's log is bounded: enough to explain a failure, never a whole day. */
const outputLimit = 256 * 1024;

/** Should this process end first, no peer lives on. */
const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

export interface PeerProcess {
  readonly pid: number;
  /** What it printed so far, newest 256 KiB. */
  output(): string;
  write(text: string): void;
  /** Resolves with the exit code, or undefined where a signal ended it. */
  readonly ended: Promise<number | undefined>;
  /** SIGTERM, and SIGKILL where it does not listen within two seconds. */
  stop(): Promise<void>;
}

/**
 * Start `command` and wait until `ready` finds what it looks for, either in the output or in the world.
 * Refuses with the peer's last words where it ends early or is not ready in `timeLimitMs`.
 */
export async function startPeer(
  command: string,
  parameters: readonly string[],
  options: {
    readonly ready: (output: string) => boolean | Promise<boolean>;
    readonly timeLimitMs: number;
    readonly folder?: string;
    readonly environment?: Readonly<Record<string, string>>;
  },
): Promise<Result<PeerProcess>> {
  const child = spawn(command, [...parameters], {
    cwd: options.folder,
    env: { ...process.env, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-outputLimit);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  living.add(child);
  // A peer that ends while we write is reported by its exit, not by the broken pipe.
  child.stdin.on('error', (error) => keep(Buffer.from(`\n[stdin: ${error.message}]\n`)));
  let spawnError: Error | undefined;
  let isEnded = false;
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('error', (error) => {
      spawnError = error;
      isEnded = true;
      resolve(undefined);
    });
    child.once('exit', (code) => {
      living.delete(child);
      isEnded = true;
      resolve(code ?? undefined);
    });
  });

  const deadline = performance.now() + options.timeLimitMs;
  while (!(await options.ready(output))) {
    if (spawnError) return err(`${command} could not be started: ${spawnError.message}`);
    if (isEnded) return err(`${command} ended before it was ready:\n${output.slice(-2000)}`);
    if (performance.now() > deadline) {
      await stopChild(child, ended);
      return err(`${command} was not ready within ${options.timeLimitMs} ms:\n${output.slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return ok({
    pid: child.pid ?? 0,
    output: () => output,
    write: (text) => void child.stdin.write(text),
    ended,
    stop: () => stopChild(child, ended),
  });
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), 2000);
  await ended;
  clearTimeout(kill);
}
