// Reads a JSON file of bounded size; every way it can fail is one sentence with the file's name, line and column.

import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../../hal/result.ts';
import { decodeText } from './decode-text.ts';
import { findJsonFault } from './json-fault.ts';

const maximumBytes = 1024 * 1024;

export function readJson(file: string): Result<unknown> {
  const text = readText(file);
  if (!text.ok) return text;
  try {
    return ok(JSON.parse(text.value));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line, column } = placeOf(text.value);
    return err(`${file} is not valid JSON at line ${line}, column ${column}.`);
  }
}

export function readText(file: string, limitBytes: number = maximumBytes): Result<string> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const { size } = fstatSync(descriptor);
    if (size > limitBytes) return err(`${file} has ${size} bytes; at most ${limitBytes} are read.`);
    const text = decodeText(readFileSync(descriptor));
    return text === undefined ? err(`${file} is no text.`) : ok(text);
  } catch (error) {
    return err(`${file} ${reasonOf(error)}.`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user';
  if (code === 'EISDIR') return 'is a folder, not a file';
  if (typeof code === 'string') return `could not be read (${code})`;
  throw error;
}

function placeOf(text: string): { readonly line: number; readonly column: number } {
  const good = text.slice(0, findJsonFault(text) ?? text.length);
  // Where the text ends too early, the place after the last thing written helps more than the end of the file.
  const lines = (good.length === text.length ? good.trimEnd() : good).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
