// Holds a value against a schema and tells everything that is wrong with it, one plain sentence each.

import type * as z from 'zod';
import { nearestName } from '../../hal/boards/nearest-name.ts';
import { err, ok, type Result } from '../../hal/result.ts';
import { factsOf, keysOf, schemaAt, typeInWords } from './key.ts';

const maximumShownLength = 60;

export function validate<S extends z.ZodType>(schema: S, value: unknown): Result<z.infer<S>, readonly string[]> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.flatMap((issue) => sentences(schema, value, issue)));
}

function sentences(schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => unknownKey(schema, issue.path, name));
  const at = schemaAt(schema, issue.path);
  const actual = valueAt(value, issue.path);
  const name = pathText(issue.path);
  if (actual === undefined) return [`The key "${name}" is missing; it must be ${at ? typeInWords(at) : 'given'}.`];
  const secret = issue.path.some((_, index) => secretAt(schema, issue.path.slice(0, index + 1)));
  const subject = name === '' ? 'The file' : `The key "${name}"`;
  const rest = secret ? '; its value is secret and not shown here' : `, not ${show(actual)}`;
  const nearest = secret || !at ? undefined : factsOf(at)?.nearest?.(actual);
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return [`${subject} must be ${at ? typeInWords(at) : 'different'}${rest}.${hint}`];
}

function unknownKey(schema: z.ZodType, path: readonly PropertyKey[], name: string): string {
  const parent = schemaAt(schema, path);
  const known = Object.keys((parent && keysOf(parent)) ?? {});
  const nearest = nearestName(name, known);
  const hint = nearest ? `did you mean "${nearest}"?` : `known keys are ${known.join(', ')}.`;
  return `The key "${pathText([...path, name])}" is not known; ${hint}`;
}

function secretAt(schema: z.ZodType, path: readonly PropertyKey[]): boolean {
  const at = schemaAt(schema, path);
  return (at && factsOf(at)?.secret) ?? false;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Reflect.get(current, step);
  }
  return current;
}

export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  );
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a group of keys';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > maximumShownLength ? `${text.slice(0, maximumShownLength)}…` : text;
}
