// The place of a fault is found exactly where the engine's own parser finds one.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonFault } from '../../../../firmware/config/file/json-fault.ts';

test.each([
  ['', 0],
  ['{"a": en}', 6],
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ['[1 2]', 3],
  ['[1,]', 3],
  ['"a\nb"', 0],
  ['{} x', 3],
  ['[', 1],
  ['[}', 1],
  ['{"a":1]', 6],
  ['01', 1],
])('%j is wrong at %i', (text, offset) => {
  expect(findJsonFault(text)).toBe(offset);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return false;
  }
}

test('agrees with JSON.parse on JSON and on JSON with one character changed', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:0e-\\ \nt'), (text, at, character) => {
      expect(findJsonFault(text)).toBeUndefined();
      const changed = text.slice(0, at % text.length) + character + text.slice((at % text.length) + 1);
      expect(findJsonFault(changed) === undefined).toBe(isJson(changed));
    }),
    { numRuns: 2000 },
  );
});

test('deep nesting does not exhaust the stack', () => {
  expect(findJsonFault('['.repeat(200_000))).toBe(200_000);
});
