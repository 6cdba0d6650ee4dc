// Which of two versions is newer: the order of Semantic Versioning's own example, and what no order may do.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareVersions, versionPattern } from '../../../../../firmware/admin/update/manifest/index.ts';

/** Oldest first; the pre-releases of 1.0.0 are the example of Semantic Versioning 2.0.0, item 11. */
const ordered = [
  ...['0.9.12', '0.10.0', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2'],
  ...['1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.0.1-rc.1', '1.0.1', '2.0.0'],
];

it('orders versions as Semantic Versioning does', () => {
  for (const [i, older] of ordered.entries())
    for (const [j, newer] of ordered.entries())
      expect([older, newer, Math.sign(compareVersions(older, newer))]).toEqual([older, newer, Math.sign(i - j)]);
});

it('takes no other text for a version', () => {
  for (const text of ['', '1', '1.2', '1.2.3.4', 'v1.2.3', '01.2.3', '1.2.3-', '1.2.3+build', '1.2.3 ', '1000000.0.0'])
    expect([text, versionPattern.test(text)]).toEqual([text, false]);
});

it('is the same from both sides, whatever the versions', () => {
  const version = fc.stringMatching(versionPattern);
  fc.assert(
    fc.property(version, version, (a, b) => {
      expect(Math.sign(compareVersions(a, b))).toBe(0 - Math.sign(compareVersions(b, a)));
      expect(compareVersions(a, a)).toBe(0);
    }),
  );
});
