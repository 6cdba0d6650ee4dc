// Letters from the twelve keys: pressing one again within a second takes its next letter.

import type { DigitKey } from '../../../hal/keypad.ts';

const charactersByKey: Readonly<Record<DigitKey, string>> = {
  '1': '.@-_1',
  '2': 'abc2',
  '3': 'def3',
  '4': 'ghi4',
  '5': 'jkl5',
  '6': 'mno6',
  '7': 'pqrs7',
  '8': 'tuv8',
  '9': 'wxyz9',
  '0': '0+ ',
  '*': '*',
  '#': '#',
};
const sameKeyWithinMs = 1_000;

export interface LetterTap {
  readonly key: DigitKey;
  readonly count: number;
  readonly atMs: number;
}

/** What the press writes, and whether it takes the place of the character before it. */
export function tapLetter(
  key: DigitKey,
  before: LetterTap | undefined,
  nowMs: number,
): { readonly character: string; readonly replaces: boolean; readonly tap: LetterTap } {
  const characters = charactersByKey[key];
  const again = before?.key === key && nowMs - before.atMs < sameKeyWithinMs && characters.length > 1;
  const count = again ? before.count + 1 : 0;
  return { character: characters.charAt(count % characters.length), replaces: again, tap: { key, count, atMs: nowMs } };
}
