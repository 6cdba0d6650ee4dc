// Prints a configuration for logs and screens with every secret of the schema blanked out.

import * as z from 'zod';
import { bare, factsOf, keysOf } from './key.ts';

const blank = '••••••';

/** A copy fit to be printed. */
export function redact(schema: z.ZodType, value: unknown): unknown {
  if (value !== undefined && factsOf(schema)?.secret) return blank;
  const inner = bare(schema);
  if (Array.isArray(value))
    return inner instanceof z.ZodArray ? value.map((entry) => redact(inner.element as z.ZodType, entry)) : value;
  const keys = keysOf(inner);
  if (typeof value !== 'object' || value === null) return value;
  // A document of another schema may hold secrets of its own.
  if (!keys) return blank;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, keys[name] ? redact(keys[name], entry) : blank]),
  );
}
