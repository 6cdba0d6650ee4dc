// The slope of memory over time: exact on a line, and no leak is called flat by accident.

import { expect, it } from 'vitest';
import { fitSlope } from '../../../bench/claims/slope.ts';

const points = (y: (x: number) => number) =>
  Array.from({ length: 400 }, (_, at) => ({ x: at / 1000, y: y(at / 1000) }));

it('finds a straight line', () => {
  const { slope, upperBound } = fitSlope(points((x) => 100 + 12 * x));
  expect(slope).toBeCloseTo(12, 6);
  expect(upperBound).toBeCloseTo(12, 6);
});

it('is flat for what only trembles', () => {
  const { slope, upperBound } = fitSlope(points((x) => 100 + (Math.round(x * 1000) % 2)));
  expect(Math.abs(slope)).toBeLessThan(0.1);
  expect(upperBound).toBeGreaterThan(slope);
});

it('gives a wider bound where neighbours resemble each other', () => {
  const trembling = fitSlope(points((x) => Math.round(x * 1000) % 2));
  const waving = fitSlope(points((x) => Math.sin(x * 40)));
  expect(waving.upperBound - waving.slope).toBeGreaterThan(trembling.upperBound - trembling.slope);
});

it('refuses too few measurements', () => {
  expect(() => fitSlope([{ x: 0, y: 0 }])).toThrow('at least ten');
});
