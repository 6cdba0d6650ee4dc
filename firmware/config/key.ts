// What the schema says of each key beyond its type: help, secrecy, when a change is felt, whether it acts today.

import * as z from 'zod';

export interface KeyFacts {
  /** One or two sentences for the person who writes the file. */
  readonly help: string;
  /** Never printed, never logged. */
  readonly secret: boolean;
  /** A change is felt only after the phone has been restarted. */
  readonly restart: boolean;
  /** False for a key that is read and checked but that no part of this version obeys yet. */
  readonly inEffect: boolean;
  /** What a right value looks like, where the type alone does not say it; completes "must be …". */
  readonly expects: string | undefined;
  /** The right value that a wrong one most likely meant, as it would be written; undefined where none is near. */
  readonly nearest: ((typed: unknown) => string | undefined) | undefined;
}

const registry = z.registry<KeyFacts>();

export function key<S extends z.ZodType>(schema: S, help: string, facts: Partial<Omit<KeyFacts, 'help'>> = {}): S {
  registry.add(schema, {
    ...{ help, secret: false, restart: true, inEffect: true, expects: undefined, nearest: undefined },
    ...facts,
  });
  return schema;
}

export function factsOf(schema: z.ZodType): KeyFacts | undefined {
  return registry.get(schema);
}

/** The schema behind a default, an optional or a transformation. */
export function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return bare(schema.def.innerType as z.ZodType);
  if (schema instanceof z.ZodPipe) return bare(schema.def.in as z.ZodType);
  return schema;
}

export function isOptional(schema: z.ZodType): boolean {
  return schema instanceof z.ZodOptional;
}

/** The value as it would be written in the file; undefined where there is no default. */
export function defaultOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema.def.defaultValue;
  return undefined;
}

/** Keys of the object that this schema describes, or undefined for anything else. */
export function keysOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  const inner = bare(schema);
  return inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>) : undefined;
}

/** Follow a path of keys and list positions; undefined where the schema knows nothing of it. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const inner = bare(schema);
  const next =
    typeof step === 'number'
      ? inner instanceof z.ZodArray
        ? (inner.element as z.ZodType)
        : undefined
      : keysOf(inner)?.[String(step)];
  return next && schemaAt(next, rest);
}

/** Completes the sentence "must be …". */
export function typeInWords(schema: z.ZodType): string {
  const expects = factsOf(schema)?.expects;
  if (expects) return expects;
  const inner = bare(schema);
  if (inner instanceof z.ZodEnum) return oneOf(inner.options.map((option) => `"${option}"`));
  if (inner instanceof z.ZodLiteral) return oneOf([...inner.values].map((value) => JSON.stringify(value)));
  if (inner instanceof z.ZodNumber) return `a whole number from ${inner.minValue ?? 0} to ${inner.maxValue ?? 'any'}`;
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodArray) return `a list, each entry ${typeInWords(inner.element as z.ZodType)}`;
  if (inner instanceof z.ZodObject) return 'a group of keys in braces';
  return 'text';
}

function oneOf(options: readonly string[]): string {
  if (options.length === 1) return String(options[0]);
  return `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`;
}
