// The command line says in a sentence what is missing from it.

import { expect, test } from 'vitest';
import { readCommandLine } from '../../../firmware/command-line.ts';

test('takes board and configuration', () => {
  expect(readCommandLine(['--board', 'a.json', '--config', 'b.json'])).toEqual({
    ok: true,
    value: { board: 'a.json', configs: ['b.json'], dataNote: undefined },
  });
});

test('takes files to go on with, and the note about the data partition', () => {
  const words = ['--board', 'a.json', '--config', 'b.json', '--otherwise', 'c.json', '--otherwise', 'd.json'];
  expect(readCommandLine([...words, '--data-note', 'note'])).toEqual({
    ok: true,
    value: { board: 'a.json', configs: ['b.json', 'c.json', 'd.json'], dataNote: 'note' },
  });
});

test.each([
  [[], 'The board file is missing.'],
  [['--board', 'a.json'], 'The configuration file is missing.'],
  [['--bord', 'a.json'], '--bord'],
  [['a.json'], 'a.json'],
])('%j: %s', (args, words) => {
  expect(readCommandLine(args)).toEqual({ ok: false, error: expect.stringContaining(words) });
});
