// The one spelling of a JSON value that is signed: keys in order, no white space, whole numbers only.

export type Canonical = string | number | boolean | readonly Canonical[] | { readonly [key: string]: Canonical };

/** UTF-8 bytes; two values have the same bytes only if they are the same value. Throws for what no schema here lets in. */
export function canonicalBytes(value: Canonical): Uint8Array {
  return Buffer.from(spell(value), 'utf8');
}

function spell(value: Canonical): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new RangeError(`${value} has no canonical form.`);
    return String(value);
  }
  if (typeof value === 'string') {
    // A lone surrogate has no bytes of its own: many strings would become one.
    if (!value.isWellFormed()) throw new RangeError('A text that is no Unicode has no canonical form.');
    return JSON.stringify(value);
  }
  if (typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(spell).join(',')}]`;
  // By code units, which is the order of `<` and no locale's.
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${spell(name)}:${spell(value[name] as Canonical)}`).join(',')}}`;
}

function isList(value: Canonical): value is readonly Canonical[] {
  return Array.isArray(value);
}
