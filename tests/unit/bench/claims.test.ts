// A claim's last line and verdict follow its figures, and nothing that was not measured is ever met.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claims } from '../../../bench/claims/all-claims.ts';
import { type Figure, isMet, percentile, verdict } from '../../../bench/claims/claim.ts';

const atMost = (value: number, most: number): Figure => ({
  name: 'p95',
  value,
  unit: 'ms',
  goal: { operator: '<=', value: most },
});
const atLeast = (value: number, least: number): Figure => ({
  name: 'correlation',
  value,
  unit: '',
  goal: { operator: '>=', value: least },
});

describe('a verdict', () => {
  it('is one line for one figure', () => {
    expect(verdict('start.ready', [atMost(231.7042, 500)])).toEqual({
      lines: ['start.ready 231.7 ms (goal <= 500)'],
      met: true,
    });
  });

  it('is a line a part and then how many were missed', () => {
    expect(verdict('call.setup', [atMost(16, 50), { ...atMost(60, 50), name: 'first' }])).toEqual({
      lines: [
        'call.setup.p95 16 ms (goal <= 50)',
        'call.setup.first 60 ms (goal <= 50)',
        'call.setup 1 missed (goal <= 0)',
      ],
      met: false,
    });
  });

  it('meets a goal exactly on it, and not beyond it', () => {
    expect([atMost(50, 50), atMost(50.01, 50), atLeast(0.95, 0.95), atLeast(0.949, 0.95)].map(isMet)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('is never met by what was not measured', () => {
    expect(isMet(atMost(Number.NaN, 50))).toBe(false);
    expect(() => verdict('start.ready', [])).toThrow('measured nothing');
  });
});

it('takes percentiles by the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.5, 0.95, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 100]);
  expect(percentile([], 0.5)).toBeNaN();
});

describe('docs/claims.md', () => {
  const page = readFileSync(join(resolve(import.meta.dirname, '..', '..', '..'), 'docs', 'claims.md'), 'utf8');

  it('has a row for each claim that can be measured, and for no other', () => {
    const rows = [...page.matchAll(/^\| `([a-z0-9.-]+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(claims.map((claim) => claim.name));
  });
});
