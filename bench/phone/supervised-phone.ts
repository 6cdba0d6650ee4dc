// Keeps one phone process running: starts it, starts it again when it dies, and ends it when asked.

import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import { launch } from '../../firmware/launch.ts';
import type { PhoneFiles } from './phone-files.ts';

export type PhoneStatus = 'starting' | 'ready' | 'restarting';

export interface PhonePorts {
  readonly deskSet: number;
  readonly audio: number;
}

export interface SupervisedPhoneListener {
  onStatus(status: PhoneStatus, ports: PhonePorts | undefined): void;
  onEvent(event: DiagnosticEvent): void;
  /** The phone ended by itself; `why` is its exit and the end of what it printed. */
  onDied(why: string): void;
}

/** A phone that dies at once is not started in a circle, yet is back within 3 s. */
const restartAfterMs = [300, 1_000, 2_000] as const;
/** A phone that ran this long starts over with the shortest wait. */
const soundRunMs = 30_000;
const mostErrorText = 4_096;
/** Un-registering is bounded by 1 s in the phone itself. */
const endWithinMs = 2_500;

export class SupervisedPhone {
  readonly #files: PhoneFiles;
  readonly #listener: SupervisedPhoneListener;
  #child: ChildProcess | undefined;
  #restart: NodeJS.Timeout | undefined;
  #deaths = 0;
  #stopping = false;

  constructor(files: PhoneFiles, listener: SupervisedPhoneListener) {
    this.#files = files;
    this.#listener = listener;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    const main = resolve(import.meta.dirname, '../../dist/firmware/main.mjs');
    const { board, config } = this.#files;
    const startedAtMs = performance.now();
    let errors = '';
    const child = spawn(process.execPath, [...launch.nodeFlags, main, '--board', board, '--config', config], {
      env: { ...process.env, ...launch.environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C in the terminal reaches the bench alone, which then ends the phones in order.
      detached: true,
    });
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-mostErrorText);
    });
    child.on('message', (event) => this.#receive(event as DiagnosticEvent));
    child.on('error', (error) => {
      errors += error.message;
    });
    child.once('close', (code, signal) => {
      this.#child = undefined;
      if (this.#stopping) return;
      if (performance.now() - startedAtMs > soundRunMs) this.#deaths = 0;
      this.#listener.onStatus('restarting', undefined);
      this.#listener.onDied(`${signal ?? `code ${code}`}${errors ? `\n${errors.trim()}` : ''}`);
      const waitMs = restartAfterMs[Math.min(this.#deaths++, restartAfterMs.length - 1)];
      this.#restart = setTimeout(() => this.start(), waitMs);
    });
  }

  /** Resolves when the process is gone; what does not end by itself is killed. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((done) => child.once('close', () => done()));
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
    await gone;
    clearTimeout(kill);
  }

  /** As a power cut would: it has no time for anything, and starts again like a phone that died. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((done) => child.once('close', () => done()));
    child.kill('SIGKILL');
    await gone;
  }

  #receive(event: DiagnosticEvent): void {
    if (event.type === 'ready' && event.deskSetPort !== undefined && event.audioPort !== undefined) {
      this.#listener.onStatus('ready', { deskSet: event.deskSetPort, audio: event.audioPort });
    }
    this.#listener.onEvent(event);
  }
}
