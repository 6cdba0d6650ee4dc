// Header values that are lists (RFC 3261 7.3.1).

/** Commas inside quotes or angle brackets belong to the value. */
export function splitList(value: string): readonly string[] {
  return (value.match(/(?:[^,"<]|"(?:[^"\\]|\\.)*"|<[^>]*>|["<])+/g) ?? []).map((part) => part.trim());
}
