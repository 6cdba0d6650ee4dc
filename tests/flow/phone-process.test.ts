// The phone as a process: it starts, tells the bench, ends when asked, and refuses bad files in plain sentences.

import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import { bundle } from '../../scripts/build/bundle.mjs';

const root = resolve(import.meta.dirname, '../..');
/** Inside the tree, so that the bundle finds the built addons and fonts on its way up; one a run, as two may run at once. */
const bundleFolder = join(root, 'reports', `flow-bundle-${process.pid}`);
const board = join(root, 'hal/boards/sim.json');

let folder: string;
let child: ChildProcess | undefined;
beforeAll(() => bundle(bundleFolder));
afterAll(() => rmSync(bundleFolder, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-process-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly events: readonly DiagnosticEvent[];
  readonly printed: () => string;
  readonly ready: Promise<DiagnosticEvent>;
  readonly exit: Promise<number | null>;
}

function start(args: readonly string[]): Run {
  const started = fork(join(bundleFolder, 'firmware/main.mjs'), [...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child = started;
  const events: DiagnosticEvent[] = [];
  let printed = '';
  started.stderr?.on('data', (chunk) => {
    printed += chunk;
  });
  const ready = Promise.withResolvers<DiagnosticEvent>();
  started.on('message', (message) => {
    // Only this bundle sends here.
    const event = message as DiagnosticEvent;
    events.push(event);
    if (event.type === 'ready') ready.resolve(event);
  });
  // Not `close`: it does not come when this side has closed the channel.
  const exited = new Promise<number | null>((done) => started.once('exit', done));
  const allPrinted = new Promise<void>((done) => started.stderr?.once('end', () => done()));
  const exit = Promise.all([exited, allPrinted]).then(([code]) => code);
  return { events, printed: () => printed, ready: ready.promise, exit };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('a phone process', () => {
  test('draws its first screen, tells where its desk set listens, and ends on SIGTERM', async () => {
    const run = start(['--board', board, '--config', file('config.json', '{"store":"store"}')]);
    expect(await run.ready).toMatchObject({
      type: 'ready',
      deskSetPort: expect.any(Number),
      audioPort: expect.any(Number),
      startedInMs: expect.any(Number),
    });
    expect(run.events.filter((event) => event.type === 'log' && event.level === 'error')).toEqual([]);
    child?.kill('SIGTERM');
    expect(await run.exit).toBe(0);
    expect(run.printed()).toBe('');
  });

  test.each(['pc', 'pi-gpio', 'pi-usb-handset'])(
    'comes up on the board %s with none of its devices there',
    async (name) => {
      const run = start([
        '--board',
        join(root, 'hal', 'boards', `${name}.json`),
        '--config',
        file('config.json', '{}'),
      ]);
      expect(await run.ready).toMatchObject({ type: 'ready', startedInMs: expect.any(Number) });
      const logs = run.events.filter((event) => event.type === 'log');
      expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
      expect(
        logs.filter(({ text }) => /^The .* does not work: .*; the phone goes on trying\.$/.test(text)),
      ).not.toEqual([]);
      child?.kill('SIGTERM');
      expect(await run.exit).toBe(0);
    },
  );

  test('comes up on a board with a serial panel, lamps and a watchdog that are not there', async () => {
    const panel = { driver: 'serial', path: '/dev/serial/by-id/usb-a-panel-that-nobody-has' };
    const sim = JSON.parse(readFileSync(board, 'utf8'));
    const lamps = [panel, { driver: 'leds', leds: { mute: 'no-such-lamp' } }];
    const watchdog = { driver: 'device', file: '/dev/watchdog9' };
    const own = file('board.json', JSON.stringify({ ...sim, keypad: panel, hook: panel, indicators: lamps, watchdog }));
    const run = start(['--board', own, '--config', file('config.json', '{}')]);
    await run.ready;
    const texts = run.events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
    for (const device of ['key panel at', 'lamp no-such-lamp', 'watchdog /dev/watchdog9']) {
      expect(texts.filter((text) => text.startsWith(`The ${device}`)).length).toBe(1);
    }
    child?.kill('SIGTERM');
    expect(await run.exit).toBe(0);
  });

  test('ends within a second when the bench is gone', async () => {
    const run = start(['--board', board, '--config', file('config.json', '{}')]);
    await run.ready;
    const goneAtMs = performance.now();
    child?.disconnect();
    expect(await run.exit).toBe(0);
    expect(performance.now() - goneAtMs).toBeLessThan(2_000);
  });

  test('tells the mistakes of all its files at once and ends with 2', async () => {
    const badBoard = file(
      'board.json',
      readFileSync(board, 'utf8').replace('"hook": { "driver": "sim" }', '"hook": { "driver": "gpoi" }'),
    );
    const policy = file('policy.json', '{"archivng":"off"}');
    const config = file('config.json', JSON.stringify({ policy }));
    const run = start(['--board', badBoard, '--config', config]);
    expect(await run.exit).toBe(2);
    expect(run.printed()).toContain('The key "archivng" is not known; did you mean "archiving"?');
    expect(run.printed()).toContain('gpoi');
    expect(run.printed()).not.toContain('    at ');
  });

  test.each([
    ['a typo', '{"acounts":[]}', 'did you mean "accounts"?'],
    ['a wrong type', '{"language":7}', 'The key "language" must be "en" or "de", not 7.'],
    ['no JSON', '{', 'is not valid JSON at line 1, column 2.'],
  ])('refuses %s in its configuration', async (_, text, words) => {
    const run = start(['--board', board, '--config', file('config.json', text)]);
    const code = await run.exit;
    expect(run.printed()).toContain(words);
    expect(code).toBe(2);
    expect(run.printed().trim().split('\n')).toHaveLength(1);
  });

  test('goes on with the next file where a configuration cannot be used, and says why in one line', async () => {
    const bad = file('config.json', '{"acounts":[],"language":7}');
    const before = file('before.json', '{');
    const good = file('good.json', '{"store":"store"}');
    const run = start(['--board', board, '--config', bad, '--otherwise', before, '--otherwise', good]);
    await run.ready;
    const warnings = run.events.flatMap((event) =>
      event.type === 'log' && event.text.includes('goes on with') ? [event.text] : [],
    );
    expect(warnings).toEqual([
      expect.stringMatching(/did you mean "accounts"\?.*before\.json.*goes on with .*good\.json\.$/),
    ]);
    child?.kill('SIGTERM');
    expect(await run.exit).toBe(0);
  });

  test('says that nothing lasts where the start noted no data partition', async () => {
    const note = file('note', 'missing\n');
    const run = start(['--board', board, '--config', file('config.json', '{"store":"store"}'), '--data-note', note]);
    await run.ready;
    const lines = run.events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
    expect(lines.join('\n')).toMatch(/data partition is missing\. Nothing that is stored now outlasts a restart/);
  });

  test('comes up without the disk that it stores on, and says so', async () => {
    const run = start(['--board', board, '--config', file('config.json', '{"store":"/dev/null/store"}')]);
    await run.ready;
    const lines = run.events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
    expect(lines.join('\n')).toMatch(
      /\/dev\/null\/store cannot be made: .*Nothing that is stored now outlasts a restart/,
    );
  });

  test('says what is missing from its command line', async () => {
    const run = start(['--config', file('config.json', '{}')]);
    expect(await run.exit).toBe(2);
    expect(run.printed()).toContain('The board file is missing.');
  });
});
