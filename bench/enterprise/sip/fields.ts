// The structured header values the enterprise acts on: lists, addresses, Via, CSeq, parameters (RFC 3261 section 25).

import { err, ok, type Result } from '../../../hal/result.ts';

export type Parameters = ReadonlyMap<string, string>;

/** Split at a separator outside quoted strings and angle brackets. */
export function splitOutside(value: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let angle = false;
  for (let at = 0; at < value.length; at++) {
    const letter = value[at];
    if (quoted) {
      if (letter === '\\') at++;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === '<') angle = true;
    else if (letter === '>') angle = false;
    else if (letter === separator && !angle) {
      parts.push(value.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(value.slice(start).trim());
  return parts;
}

export function unquote(value: string): string {
  return value.startsWith('"') && value.endsWith('"') && value.length >= 2
    ? value.slice(1, -1).replace(/\\(.)/g, '$1')
    : value;
}

export function quote(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** `;name=value` pieces; names in lower case, flags with an empty value. The first of two equal names wins. */
export function parseParameters(pieces: readonly string[]): Parameters {
  const parameters = new Map<string, string>();
  for (const piece of pieces) {
    const equals = piece.indexOf('=');
    const name = (equals < 0 ? piece : piece.slice(0, equals)).trim().toLowerCase();
    if (name && !parameters.has(name)) parameters.set(name, equals < 0 ? '' : unquote(piece.slice(equals + 1).trim()));
  }
  return parameters;
}

export interface NameAddress {
  readonly displayName: string;
  readonly uri: string;
  readonly parameters: Parameters;
}

/** name-addr or addr-spec; in the short form parameters belong to the header, not to the URI (section 20.10). */
export function parseAddress(value: string): Result<NameAddress> {
  const open = indexOutsideQuotes(value, '<');
  if (open >= 0) {
    const close = value.indexOf('>', open);
    if (close < 0) return err('address without closing bracket');
    const uri = value.slice(open + 1, close).trim();
    if (!uri) return err('empty address');
    const rest = value.slice(close + 1).trim();
    if (rest && !rest.startsWith(';')) return err('text after the address');
    const displayName = unquote(value.slice(0, open).trim());
    return ok({ displayName, uri, parameters: parseParameters(splitOutside(rest, ';')) });
  }
  const [uri = '', ...pieces] = splitOutside(value, ';');
  if (!uri || /[\s"]/.test(uri)) return err('malformed address');
  return ok({ displayName: '', uri, parameters: parseParameters(pieces) });
}

function indexOutsideQuotes(value: string, wanted: string): number {
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    if (quoted && value[at] === '\\') at++;
    else if (value[at] === '"') quoted = !quoted;
    else if (!quoted && value[at] === wanted) return at;
  }
  return -1;
}

export function addressTag(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const address = parseAddress(value);
  return address.ok ? address.value.parameters.get('tag') : undefined;
}

export interface Via {
  readonly transport: string;
  /** host or host:port, as sent. */
  readonly sentBy: string;
  readonly branch: string;
  readonly parameters: Parameters;
}

export function parseVia(value: string): Result<Via> {
  const [head = '', ...pieces] = splitOutside(value, ';');
  const match = /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z0-9-]+)\s+(\S.*)$/i.exec(head);
  if (!match?.[1] || !match[2]) return err('malformed Via');
  const sentBy = match[2].replace(/\s*:\s*/g, ':');
  if (/\s/.test(sentBy)) return err('malformed sent-by in Via');
  const parameters = parseParameters(pieces);
  return ok({ transport: match[1].toUpperCase(), sentBy, branch: parameters.get('branch') ?? '', parameters });
}

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

export function parseCSeq(value: string): Result<CSeq> {
  const match = /^(\d{1,10})\s+([A-Za-z0-9.!%*_+`'~-]+)$/.exec(value);
  const number = Number(match?.[1]);
  // Section 8.1.1.5: less than 2**31.
  if (!match?.[2] || number >= 2 ** 31) return err('malformed CSeq');
  return ok({ number, method: match[2] });
}
