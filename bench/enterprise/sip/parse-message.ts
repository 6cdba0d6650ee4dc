// The enterprise's own SIP parser (RFC 3261 sections 7 and 25): whole message in, Result out, never throws.

import { err, ok, type Result } from '../../../hal/result.ts';
import { parseAddress, parseCSeq, parseVia, splitOutside } from './fields.ts';
import { canonicalName, type HeaderField, header, headers, type SipMessage } from './message.ts';

export const MAX_HEADER_BYTES = 64 * 1024;
export const MAX_BODY_BYTES = 256 * 1024;
const MAX_HEADER_FIELDS = 256;

/** Headers that the proxy handles value by value, so a comma list becomes one field each. */
const LISTS = new Set(['Via', 'Route', 'Record-Route', 'Contact', 'P-Asserted-Identity']);
const SINGLE = ['From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Content-Length'];
const TOKEN = /^[A-Za-z0-9.!%*_+`'~-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused here
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Where the header ends: the index after the empty line, or -1. */
export function findBodyStart(bytes: Buffer): number {
  const at = bytes.indexOf('\r\n\r\n');
  return at < 0 ? -1 : at + 4;
}

export function parseMessage(bytes: Uint8Array): Result<SipMessage> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodyStart = findBodyStart(buffer);
  if (bodyStart < 0) return err('no empty line after the headers');
  if (bodyStart > MAX_HEADER_BYTES) return err('headers too long');
  if (buffer.length - bodyStart > MAX_BODY_BYTES) return err('body too long');
  const head = buffer.toString('utf8', 0, bodyStart - 4);
  if (CONTROL.test(head)) return err('control character in the headers');
  // Section 7.3.1: a line that begins with white space continues the one before.
  const [startLine = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const start = parseStartLine(startLine);
  if (!start.ok) return start;
  const fields = parseFields(lines);
  if (!fields.ok) return fields;
  const message = { ...start.value, headers: fields.value, body: new Uint8Array(buffer.subarray(bodyStart)) };
  const complaint = findFault(message);
  return complaint ? err(complaint) : ok(message);
}

type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly uri: string }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string };

function parseStartLine(line: string): Result<StartLine> {
  const response = /^SIP\/2\.0 ([1-6]\d\d) (.*)$/i.exec(line);
  if (response) return ok({ kind: 'response', status: Number(response[1]), reason: response[2] ?? '' });
  const request = /^(\S+) (\S+) SIP\/2\.0$/i.exec(line);
  if (!request?.[1] || !request[2]) return err('malformed start line');
  if (!TOKEN.test(request[1])) return err('malformed method');
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[^<>\s"]+$/.test(request[2])) return err('malformed request address');
  return ok({ kind: 'request', method: request[1], uri: request[2] });
}

function parseFields(lines: readonly string[]): Result<HeaderField[]> {
  const fields: HeaderField[] = [];
  for (const line of lines) {
    if (/[\r\n]/.test(line)) return err('bare CR or LF in the headers');
    const colon = line.indexOf(':');
    const written = line.slice(0, Math.max(0, colon)).trimEnd();
    if (!TOKEN.test(written)) return err('malformed header name');
    const name = canonicalName(written);
    const value = line.slice(colon + 1).trim();
    for (const single of LISTS.has(name) ? splitOutside(value, ',') : [value]) fields.push({ name, value: single });
    if (fields.length > MAX_HEADER_FIELDS) return err('too many headers');
  }
  return ok(fields);
}

function findFault(message: SipMessage): string | undefined {
  for (const name of SINGLE) if (headers(message, name).length > 1) return `${name} more than once`;
  const vias = headers(message, 'Via');
  if (vias.length === 0) return 'no Via';
  for (const via of vias) if (!parseVia(via).ok) return 'malformed Via';
  for (const name of ['From', 'To']) {
    const value = header(message, name);
    if (value === undefined) return `no ${name}`;
    if (!parseAddress(value).ok) return `malformed ${name}`;
  }
  if (!header(message, 'Call-ID')) return 'no Call-ID';
  const cseq = parseCSeq(header(message, 'CSeq') ?? '');
  if (!cseq.ok) return cseq.error;
  if (message.kind === 'request' && cseq.value.method !== message.method) return 'CSeq names another method';
  const hops = header(message, 'Max-Forwards');
  if (hops !== undefined && !(/^\d{1,3}$/.test(hops) && Number(hops) <= 255)) return 'malformed Max-Forwards';
  const length = header(message, 'Content-Length');
  if (length !== undefined && !(/^\d{1,9}$/.test(length) && Number(length) === message.body.length)) {
    return 'Content-Length is not the length of the body';
  }
  return undefined;
}
