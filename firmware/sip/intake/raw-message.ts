// A SIP message as lines: enough of it to judge, answer and log a message that the library cannot read.

import { err, ok, type Result } from '../../../hal/result.ts';

export interface RawHeader {
  /** Long form, lower case. */
  readonly name: string;
  /** Unfolded and trimmed. */
  readonly value: string;
}

export interface RawMessage {
  readonly startLine: string;
  readonly headers: readonly RawHeader[];
  readonly body: string;
}

const headerLimit = 512;

/** RFC 3261 7.3.3 and the registry. */
const longNames: ReadonlyMap<string, string> = new Map([
  ['a', 'accept-contact'],
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
]);

export function readRawMessage(text: string): Result<RawMessage> {
  const start = /^(?:\r\n)*/.exec(text)?.[0].length ?? 0;
  const end = text.indexOf('\r\n\r\n', start);
  if (end < 0) return err('no end of headers');
  const [startLine, ...lines] = text.slice(start, end).split('\r\n');
  const headers: { name: string; value: string }[] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line)) {
      if (!last) return err('a folded line before the first header');
      last.value = `${last.value} ${line.trim()}`.trim();
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd();
    if (!/^[A-Za-z0-9.!%*_+`'~-]+$/.test(name)) return err('a header line without a name');
    if (headers.length === headerLimit) return err(`more than ${headerLimit} headers`);
    const lower = name.toLowerCase();
    headers.push({ name: longNames.get(lower) ?? lower, value: line.slice(colon + 1).trim() });
  }
  return ok({ startLine: startLine ?? '', headers, body: text.slice(end + 4) });
}

export function headerValues(message: RawMessage, name: string): readonly string[] {
  return message.headers.filter((header) => header.name === name).map((header) => header.value);
}
