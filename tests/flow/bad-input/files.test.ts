// The phone as a process with wrong files: one plain sentence on stderr, no stack, a non-zero exit, and no secret.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const simBoard = join(root, 'hal/boards/sim.json');
const sim = JSON.parse(readFileSync(simBoard, 'utf8')) as Record<string, unknown>;
const folder = mkdtempSync(join(tmpdir(), 'offhook-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Far beyond the two seconds that it takes on a machine with other work, far below a person's patience. */
const limitMs = 10_000;

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly printed: string }> {
  const phone = spawn(process.execPath, [join(root, 'dist/firmware/main.mjs'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: limitMs,
  });
  let printed = '';
  phone.stderr.on('data', (chunk) => {
    printed += chunk;
  });
  const code = await new Promise<number | null>((done) => phone.once('close', done));
  return { code, printed };
}

async function expectRefusal(board: string, config: string, words: string): Promise<void> {
  const { code, printed } = await run('--board', board, '--config', config);
  expect(printed).toContain(words);
  expect(printed.trimEnd().split('\n')).toHaveLength(1);
  expect(printed).not.toMatch(/ {4}at |node:|Error:/);
  expect(code).toBe(2);
}

describe('a board file', () => {
  test.each([
    ['with an unknown driver', { ...sim, hook: { driver: 'gpoi' } }, 'The hook has an unknown driver "gpoi"'],
    [
      'with a pin used twice',
      { ...sim, keypad: { driver: 'sim', pins: { row1: 17 } }, hook: { driver: 'sim', pins: { switch: 17 } } },
      'Pin 17 is used twice: by keypad.pins.row1 and by hook.pins.switch.',
    ],
    ['without a port', { ...sim, audio: undefined }, '"audio"'],
    ['that is no JSON', '{ "name": ', 'It is not JSON'],
  ])('%s', async (_, board, words) => {
    await expectRefusal(file('board.json', board), file('config.json', {}), words);
  });

  test('that is missing, or a folder', async () => {
    const config = file('config.json', {});
    await expectRefusal('/nowhere/board.json', config, 'The board file /nowhere/board.json does not exist.');
    await expectRefusal(folder, config, 'is a folder, not a file.');
  });
});

describe('a configuration', () => {
  test.each([
    ['with a typo', { acounts: [] }, 'The key "acounts" is not known; did you mean "accounts"?'],
    ['with a wrong type', { language: 7 }, 'The key "language" must be "en" or "de", not 7.'],
    ['with no JSON', '{', 'is not valid JSON at line 1, column 2.'],
    ['with a policy that is missing', { policy: 'none.json' }, 'none.json does not exist.'],
    ['with a trust anchor that is missing', { trust_anchors: ['none.pem'] }, 'none.pem does not exist.'],
    [
      'with a damaged trust anchor',
      { trust_anchors: [file('bad.pem', '-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n')] },
      'bad.pem holds no certificate in PEM form.',
    ],
    [
      'with a secret of a wrong type',
      { accounts: [{ address: 'dana@fernleigh.test', auth_pass: 246810 }] },
      'The key "accounts[0].auth_pass" must be text; its value is secret and not shown here.',
    ],
  ])('%s', async (_, config, words) => {
    await expectRefusal(simBoard, file('config.json', config), words);
  });

  test('that is missing', async () => {
    await expectRefusal(simBoard, '/nowhere/config.json', '/nowhere/config.json does not exist.');
  });
});
