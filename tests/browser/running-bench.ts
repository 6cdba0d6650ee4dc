// `npm start` as a test runs it, after set-up: the bench's parent process on free ports with a folder of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface RunningBench {
  readonly address: string;
  readonly port: number;
  readonly folder: string;
  readonly child: ChildProcess;
  /** All that it printed. */
  readonly printed: () => string;
  /** Resolves with the exit code once it ends. */
  readonly ended: Promise<number>;
  /** Ctrl-C, then everything of it is deleted. */
  stop(): Promise<number>;
}

const startWithinMs = 20_000;
/** The console's and the enterprise's four. */
const portsOfABench = 5;

export async function startBench(...options: readonly string[]): Promise<RunningBench> {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-bench-'));
  const port = await findFreePorts(portsOfABench);
  const main = resolve(import.meta.dirname, '../../bench/start.ts');
  const child = spawn(process.execPath, [main, '--port', String(port), '--folder', folder, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<number>((done) => child.once('close', (code) => done(code ?? -1)));
  const address = await new Promise<string>((found, failed) => {
    const timer = setTimeout(
      () => failed(new Error(`No address within ${startWithinMs} ms:\n${printed}`)),
      startWithinMs,
    );
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const [, line] = /^ {4}(https?:\/\/\S+)$/m.exec(printed) ?? [];
      if (line === undefined || !printed.includes('Ctrl-C')) return;
      clearTimeout(timer);
      found(line);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => failed(new Error(`The bench ended:\n${printed}`)));
  });
  const stop = async () => {
    child.kill('SIGINT');
    const code = await ended;
    await rm(folder, { recursive: true });
    return code;
  };
  return { address, port, folder, child, printed: () => printed, ended, stop };
}

/** The first of so many free ports in a row; they may be taken again before they are used, which a rerun shows. */
async function findFreePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all(Array.from({ length: count }, (_, at) => isFree(first + at)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('No free ports in a row.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', () => answer(false));
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)));
  });
}
