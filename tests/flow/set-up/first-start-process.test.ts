// A new phone as a process beside the bench's company: set up by its keys, signed in, made to forget, and new again.

import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Enterprise, startEnterprise } from '../../../bench/enterprise/enterprise.ts';
import { connectDeskSet, type DeskSetClient } from '../../../bench/phone/desk-set-client.ts';
import { writePhoneFiles } from '../../../bench/phone/phone-files.ts';
import type { DiagnosticEvent } from '../../../firmware/diagnostics.ts';
import type { KeyName } from '../../../hal/keypad.ts';
import { bundle } from '../../../scripts/build/bundle.mjs';

const root = resolve(import.meta.dirname, '../../..');
/** Inside the tree, so that the bundle finds the built addons and fonts on its way up; one a run, as two may run at once. */
const bundleFolder = join(root, 'reports', `first-start-bundle-${process.pid}`);
const origin = 'http://127.0.0.1:1';
const token = 'a-token-that-opens-the-desk-set';

let folder: string;
let enterprise: Enterprise;
let child: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-first-start-'));
  const started = await startEnterprise({ folder: join(folder, 'enterprise') });
  if (!started.ok) throw new Error(started.error);
  enterprise = started.value;
  await bundle(bundleFolder);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await enterprise.close();
  rmSync(bundleFolder, { recursive: true, force: true });
  rmSync(folder, { recursive: true });
});

class Phone {
  readonly events: DiagnosticEvent[] = [];
  readonly exited: Promise<number | null>;
  readonly #wake = new Set<() => void>();
  #desk: DeskSetClient | undefined;

  constructor(board: string, config: string) {
    const started = fork(join(bundleFolder, 'firmware/main.mjs'), ['--board', board, '--config', config], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = started;
    started.on('message', (event) => {
      this.events.push(event as DiagnosticEvent);
      for (const wake of [...this.#wake]) wake();
    });
    this.exited = new Promise((done) => started.once('exit', done));
  }

  async told(fits: (event: DiagnosticEvent) => boolean): Promise<DiagnosticEvent> {
    const limit = AbortSignal.timeout(20_000);
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      const { promise, resolve: wake } = Promise.withResolvers<void>();
      this.#wake.add(wake);
      limit.addEventListener('abort', () => wake());
      await promise;
      this.#wake.delete(wake);
      if (limit.aborted) throw new Error(`The phone told ${JSON.stringify(this.events.slice(-5))}`);
    }
  }

  async sitDown(): Promise<void> {
    const ready = await this.told(({ type }) => type === 'ready');
    if (ready.type !== 'ready' || ready.deskSetPort === undefined) throw new Error('The phone has no desk set.');
    this.#desk = await connectDeskSet(ready.deskSetPort, token, origin);
  }

  press(...keys: readonly KeyName[]): void {
    for (const key of keys) for (const down of [true, false]) this.#desk?.send({ type: 'key', key, down });
  }

  hold(...keys: readonly KeyName[]): void {
    for (const key of keys) this.#desk?.send({ type: 'key', key, down: true });
  }

  type(text: string): void {
    for (const character of text) this.#desk?.send({ type: 'text', character });
  }
}

const digits = (text: string): readonly KeyName[] => [...text] as KeyName[];

test('a new phone is set up, signs in, forgets everything by keys held at its start, and is new again', async () => {
  const files = writePhoneFiles({
    folder: join(folder, 'phone'),
    access: { token, origins: [origin] },
    audio: { driver: 'sim', mode: 'silence' },
    config: { trust_anchors: [enterprise.authorityFile] },
  });
  const store = join(folder, 'phone', 'store');
  const first = new Phone(files.board, files.config);
  await first.sitDown();
  first.press('soft1', 'soft1', 'soft1');
  first.type(new URL(enterprise.signInUrl).host);
  first.press('ok', ...digits('4217'), 'ok', ...digits('246810'), 'ok');
  const account = await first.told((event) => event.type === 'account' && event.status === 'signed-in');
  expect(account).toMatchObject({ address: `dana@${enterprise.domain}` });
  expect(readdirSync(store).sort()).toEqual(expect.arrayContaining(['account.json', 'device-key.json', 'set-up.json']));

  first.hold('*', '#');
  expect(await first.exited).toBe(1);
  expect(first.events).toContainEqual(
    expect.objectContaining({ type: 'log', text: 'The phone forgets everything, by keys held at power-on.' }),
  );
  expect(existsSync(store)).toBe(false);

  const second = new Phone(files.board, files.config);
  await second.sitDown();
  // The same keys find the set-up again, not somebody's phone.
  second.press('soft1', 'soft1', 'soft1');
  second.type(new URL(enterprise.signInUrl).host);
  second.press('ok', ...digits('4217'), 'ok', ...digits('246810'), 'ok');
  await second.told((event) => event.type === 'account' && event.status === 'signed-in');
  child?.kill('SIGTERM');
  expect(await second.exited).toBe(0);
});
