// Runs one whole phone as a process on the simulated board, and drives it by keys and hook like a person would.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import { launch } from '../../firmware/launch.ts';
import type { HookPosition } from '../../hal/hook-switch.ts';
import type { KeyName } from '../../hal/keypad.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import { connectDeskSet, type DeskSetClient } from './desk-set-client.ts';
import { writePhoneFiles } from './phone-files.ts';

/** Any origin will do as long as both sides name the same; no browser is involved here. */
const origin = 'http://127.0.0.1:1';

const silence = { driver: 'sim', mode: 'silence' };

export interface PhoneProcessOptions {
  /** Holds configuration, board file and store; made where it does not exist. */
  readonly folder: string;
  /** Keys of the configuration file; `store` is set to a folder inside `folder`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The board's audio section; silence where it is absent. */
  readonly audio?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  readonly timeLimitMs?: number;
}

export interface TimedEvent {
  /** `performance.now()` of this process when the event came. */
  readonly heardAtMs: number;
  readonly event: DiagnosticEvent;
}

export class PhoneProcess {
  readonly #child: ChildProcess;
  readonly #events: TimedEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #errors = '';
  #exitCode: number | undefined;
  #deskSet: DeskSetClient | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-16_384);
    });
    child.on('message', (event) => {
      this.#events.push({ heardAtMs: performance.now(), event: event as DiagnosticEvent });
      this.#wake();
    });
    child.once('exit', (code) => {
      this.#exitCode = code ?? -1;
      this.#wake();
    });
  }

  /** Start the bundle and wait for its first screen; refuses with what it printed where it ends early. */
  static async start(options: PhoneProcessOptions): Promise<Result<PhoneProcess>> {
    const token = randomBytes(16).toString('hex');
    const files = writePhoneFiles({
      ...options,
      audio: options.audio ?? silence,
      access: { token, origins: [origin] },
    });
    const main = resolve(import.meta.dirname, '../../dist/firmware/main.mjs');
    const flags = [...launch.nodeFlags, ...(options.nodeFlags ?? [])];
    const child = spawn(process.execPath, [...flags, main, '--board', files.board, '--config', files.config], {
      env: { ...process.env, ...launch.environment, ...options.environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const phone = new PhoneProcess(child);
    const ready = await phone.waitFor((event) => event.type === 'ready', options.timeLimitMs ?? 10_000);
    if (!ready.ok) {
      await phone.stop();
      return err(`The phone did not start: ${ready.error}\n${phone.#errors}`);
    }
    const { event } = ready.value;
    if (event.type !== 'ready' || event.deskSetPort === undefined) {
      await phone.stop();
      return err('The phone has no desk set to press keys on.');
    }
    phone.#deskSet = await connectDeskSet(event.deskSetPort, token, origin);
    return ok(phone);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get events(): readonly TimedEvent[] {
    return this.#events;
  }

  /** What the phone printed to stderr, newest 16 KiB. */
  get errors(): string {
    return this.#errors;
  }

  get deskSet(): DeskSetClient {
    if (!this.#deskSet) throw new Error('The phone is not started.');
    return this.#deskSet;
  }

  /** The first event that fits, among those from number `skip` on. Refuses where the phone ends or time runs out. */
  async waitFor(fits: (event: DiagnosticEvent) => boolean, timeLimitMs: number, skip = 0): Promise<Result<TimedEvent>> {
    const deadline = performance.now() + timeLimitMs;
    for (;;) {
      const found = this.#events.slice(skip).find((entry) => fits(entry.event));
      if (found) return ok(found);
      if (this.#exitCode !== undefined) return err(`it ended with code ${this.#exitCode}`);
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return err(`nothing such within ${timeLimitMs} ms; it told ${this.#summary()}`);
      await new Promise<void>((done) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          done();
        };
        const timer = setTimeout(wake, leftMs);
        this.#waiting.add(wake);
      });
    }
  }

  press(...keys: readonly KeyName[]): void {
    for (const key of keys) {
      this.deskSet.send({ type: 'key', key, down: true });
      this.deskSet.send({ type: 'key', key, down: false });
    }
  }

  type(text: string): void {
    for (const character of text) this.deskSet.send({ type: 'text', character });
  }

  hook(position: HookPosition): void {
    this.deskSet.send({ type: 'hook', position });
  }

  /** Resident memory in bytes, as the kernel counts it. */
  residentBytes(): number {
    const pages = Number(readFileSync(`/proc/${this.pid}/statm`, 'utf8').split(' ')[1]);
    return pages * 4096;
  }

  /** SIGTERM as from a supervisor, SIGKILL after three seconds; gives the exit code. */
  async stop(): Promise<number> {
    this.#deskSet?.close();
    this.#child.kill('SIGTERM');
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), 3000);
    while (this.#exitCode === undefined) await new Promise<void>((done) => void this.#waiting.add(done));
    clearTimeout(kill);
    return this.#exitCode;
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #summary(): string {
    const told = this.#events.slice(-8).map(({ event }) => (event.type === 'log' ? `log "${event.text}"` : event.type));
    return told.join(', ') || 'nothing';
  }
}
