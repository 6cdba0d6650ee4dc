// Why a configuration that a person put on the card cannot be used, in a few kinds that the screen has words for.

import { join } from 'node:path';
import { err, ok, type Result } from '../../hal/result.ts';
import type { SetUpState } from '../set-up-state.ts';
import { readJson, readText } from './file/read-json.ts';
import { loadConfig } from './load-config.ts';

export type CardFault = NonNullable<SetUpState['card']>;

/** Beside the configuration (build/image/files/usr/lib/offhook/take-card-config). */
const noteName = 'card-problem';
/** As much as the screen has room for. */
const longestDetail = 200;

/** Asked of a file that was refused; undefined where nothing is wrong with it after all. */
export function cardProblem(file: string): SetUpState['card'] {
  const loaded = loadConfig(file);
  if (loaded.ok) return undefined;
  const text = textOf(file);
  if (!text.ok) return text.error;
  const json = readJson(file);
  if (!json.ok) return { problem: 'not-json', detail: withoutFile(json.error, file) };
  return { problem: 'wrong-key', detail: withoutFile(loaded.error[0] ?? '', file) };
}

/** What the program that takes the file from the card noted, where it did not come as far as the phone. */
export function notedCardProblem(folder: string): SetUpState['card'] {
  const text = readText(join(folder, noteName), longestDetail);
  const noted = text.ok ? text.value.trim() : '';
  const problem = (['unreadable', 'empty', 'too-large'] as const).find((known) => known === noted);
  return problem && { problem, detail: '' };
}

function textOf(file: string): Result<string, CardFault> {
  const text = readText(file);
  if (text.ok) return text.value.trim() === '' ? err({ problem: 'empty', detail: '' }) : ok(text.value);
  const problem = / bytes; at most /.test(text.error)
    ? 'too-large'
    : / is no text/.test(text.error)
      ? 'not-text'
      : 'unreadable';
  return err({ problem, detail: '' });
}

/** Where the file lies in the phone tells the person nothing. */
function withoutFile(sentence: string, file: string): string {
  return sentence.replaceAll(`${file}: `, '').replaceAll(file, 'offhook.json').slice(0, longestDetail);
}
