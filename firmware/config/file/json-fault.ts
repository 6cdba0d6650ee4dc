// Finds where a text stops being JSON (RFC 8259), because the engine's own message does not always say.

/** Offset of the first character that cannot be there, or the length where the text ends too early; undefined for JSON. */
export function findJsonFault(text: string): number | undefined {
  const open: string[] = [];
  let awaited: Awaited = 'value';
  let offset = 0;
  for (;;) {
    offset = skip(text, offset, /[\t\n\r ]*/y);
    if (offset >= text.length) return open.length === 0 && awaited === 'end' ? undefined : text.length;
    const character = text.charAt(offset);
    if (awaited === 'end') return offset;
    if (awaited === 'separator' || awaited === 'value-or-close' || awaited === 'name-or-close') {
      if (character === open.at(-1)) {
        open.pop();
        awaited = open.length === 0 ? 'end' : 'separator';
        offset++;
        continue;
      }
      if (awaited === 'separator' && character !== ',') return offset;
    }
    if (awaited === 'separator') {
      awaited = open.at(-1) === '}' ? 'name' : 'value';
      offset++;
    } else if (awaited === 'colon') {
      if (character !== ':') return offset;
      awaited = 'value';
      offset++;
    } else if (awaited === 'name' || awaited === 'name-or-close') {
      const end = skip(text, offset, string);
      if (end === offset) return offset;
      awaited = 'colon';
      offset = end;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']');
      awaited = character === '{' ? 'name-or-close' : 'value-or-close';
      offset++;
    } else {
      const end = skip(text, offset, scalar);
      if (end === offset) return offset;
      awaited = open.length === 0 ? 'end' : 'separator';
      offset = end;
    }
  }
}

type Awaited = 'value' | 'value-or-close' | 'name' | 'name-or-close' | 'colon' | 'separator' | 'end';

const string = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const scalar =
  /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

function skip(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
