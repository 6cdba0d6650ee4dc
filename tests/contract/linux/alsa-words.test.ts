// What is written of a sound card that is missing: a sentence of ours for each direction, and nothing of the library's.

import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

it('says once in words of its own that a card is not there', () => {
  const child = resolve(import.meta.dirname, 'missing-card.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [child], { encoding: 'utf8', timeout: 8_000 });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n').sort()).toEqual([
    expect.stringMatching(/^The microphone "hw:CARD=nowhere" is not there: plug it in/),
    expect.stringMatching(/^The speaker "hw:CARD=nowhere" is not there: plug it in/),
  ]);
  expect(status).toBe(0);
});
