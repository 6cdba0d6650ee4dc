// The policy file: absent means the careful defaults, and its mistakes are told with the file's name.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPolicy } from '../../../../firmware/admin/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-policy-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('without a file the defaults rule, and nobody can change them', () => {
  const policy = readPolicy(undefined);
  expect(policy).toMatchObject({ ok: true, value: { mediaEncryption: 'required', phoneLockTimeout: 600_000 } });
  expect(policy.ok && Object.isFrozen(policy.value)).toBe(true);
});

test('an unknown key names the nearest one and the file', () => {
  const file = join(folder, 'policy.json');
  writeFileSync(file, '{"PhoneLockTimeout":"00:05:00","voiceDiffServTag":99}');
  expect(readPolicy(file)).toEqual({
    ok: false,
    error: expect.arrayContaining([
      `${file}: The key "PhoneLockTimeout" is not known; did you mean "phoneLockTimeout"?`,
      `${file}: The key "voiceDiffServTag" must be a whole number from 0 to 63, not 99.`,
    ]),
  });
  expect(readPolicy(join(folder, 'none.json'))).toEqual({
    ok: false,
    error: [`${join(folder, 'none.json')} does not exist.`],
  });
});

test('the document may stand in the configuration itself, so that a card needs one file', () => {
  expect(readPolicy({ phoneLockTimeout: '00:05:00' })).toMatchObject({
    ok: true,
    value: { phoneLockTimeout: 300_000 },
  });
  expect(readPolicy({ PhoneLockTimeout: '00:05:00' })).toEqual({
    ok: false,
    error: ['The policy: The key "PhoneLockTimeout" is not known; did you mean "phoneLockTimeout"?'],
  });
});
