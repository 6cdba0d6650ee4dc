// The comparison of two builds counts every byte that differs, at the ends of its pieces as well.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { countDifferences } from '../../../../bench/claims/image/count-differences.ts';

const folder = mkdtempSync(join(tmpdir(), 'offhook-differences-'));
const piece = 4 * 1024 * 1024;
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Buffer): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

it('counts bytes, and those that only one file has', async () => {
  const bytes = Buffer.alloc(2 * piece + 100);
  const one = file('one', bytes);
  expect(await countDifferences(one, file('same', bytes))).toBe(0);
  for (const at of [0, piece - 1, piece, 2 * piece + 99]) bytes[at] = 1;
  expect(await countDifferences(one, file('four', bytes))).toBe(4);
  expect(await countDifferences(one, file('short', Buffer.alloc(2 * piece)))).toBe(100);
  expect(await countDifferences(file('none', Buffer.alloc(0)), file('few', Buffer.alloc(7)))).toBe(7);
});
