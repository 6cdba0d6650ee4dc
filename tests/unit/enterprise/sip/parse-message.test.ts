// The enterprise's parser: what is valid, what is hostile, and that nothing makes it throw.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { header, headers } from '../../../../bench/enterprise/sip/message.ts';
import { parseMessage } from '../../../../bench/enterprise/sip/parse-message.ts';
import { printMessage } from '../../../../bench/enterprise/sip/print-message.ts';

const VALID = [
  'INVITE sip:4402@fernleigh.test SIP/2.0',
  'v: SIP/2.0/TLS 127.0.0.1:40000;branch=z9hG4bK1;rport, SIP / 2.0 / TCP second:5060;branch=z9hG4bK2',
  'f: "Novak, Dana" <sip:dana@fernleigh.test>;tag=a',
  't: <sip:4402@fernleigh.test>',
  'i: abc@host',
  'CSeq: 7 INVITE',
  'Max-Forwards: 70',
  'm: <sip:dana@127.0.0.1:40000;transport=tls>',
  'Subject: folded',
  '  over two lines',
  'l: 4',
  '',
  'body',
];

function parse(lines: readonly string[]) {
  return parseMessage(Buffer.from(lines.join('\r\n')));
}

function replaced(from: string, to: string) {
  return parse(VALID.map((line) => (line.startsWith(from) ? to : line)));
}

test('reads compact forms, folding, and splits Via lists but not quoted commas', () => {
  const message = parse(VALID);
  if (!message.ok) throw new Error(message.error);
  expect(headers(message.value, 'Via')).toHaveLength(2);
  expect(header(message.value, 'From')).toBe('"Novak, Dana" <sip:dana@fernleigh.test>;tag=a');
  expect(header(message.value, 'subject')).toBe('folded over two lines');
  expect(header(message.value, 'Call-ID')).toBe('abc@host');
  expect(Buffer.from(message.value.body).toString()).toBe('body');
});

test('prints what it can read again', () => {
  const first = parse(VALID);
  if (!first.ok) throw new Error(first.error);
  const again = parseMessage(printMessage(first.value));
  if (!again.ok) throw new Error(again.error);
  expect(printMessage(again.value).equals(printMessage(first.value))).toBe(true);
});

test.each([
  ['no Call-ID', 'i:', 'X: y', 'no Call-ID'],
  ['two From', 'Subject', 'From: <sip:x@y>', 'From more than once'],
  ['CSeq of another method', 'CSeq', 'CSeq: 7 BYE', 'CSeq names another method'],
  ['CSeq too large', 'CSeq', 'CSeq: 4294967296 INVITE', 'malformed CSeq'],
  ['body shorter than told', 'l:', 'l: 5', 'Content-Length is not the length of the body'],
  ['negative length', 'l:', 'l: -4', 'Content-Length is not the length of the body'],
  ['Via without transport', 'v:', 'v: nonsense', 'malformed Via'],
  ['open bracket', 't:', 't: <sip:4402@fernleigh.test', 'malformed To'],
  ['hops out of range', 'Max-Forwards', 'Max-Forwards: 256', 'malformed Max-Forwards'],
  ['space in a header name', 'Subject', 'Sub ject: x', 'malformed header name'],
  ['NUL', 'Subject', 'Subject: a\u0000b', 'control character in the headers'],
  ['bare line feed', 'Subject', 'Subject: a\nVia: SIP/2.0/TLS evil', 'bare CR or LF in the headers'],
  ['version 3', 'INVITE', 'INVITE sip:a@b SIP/3.0', 'malformed start line'],
  ['address in brackets', 'INVITE', 'INVITE <sip:a@b> SIP/2.0', 'malformed request address'],
])('refuses %s', (_what, from, to, reason) => {
  expect(replaced(from, to)).toEqual({ ok: false, error: reason });
});

test('refuses too many and too long headers', () => {
  const many = Array.from({ length: 300 }, (_, index) => `X-${index}: y`);
  expect(parse([...VALID.slice(0, 8), ...many, '', ''])).toEqual({ ok: false, error: 'too many headers' });
  expect(replaced('Subject', `Subject: ${'a'.repeat(70_000)}`)).toEqual({ ok: false, error: 'headers too long' });
});

test('never throws, whatever bytes come', () => {
  const valid = Buffer.from(VALID.join('\r\n'));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(typeof parseMessage(bytes).ok).toBe('boolean');
    }),
    { numRuns: 500 },
  );
  const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(damage, fc.nat(valid.length), (changes, cut) => {
      const bytes = Buffer.from(valid.subarray(0, cut));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      const message = parseMessage(bytes);
      // What it does accept, it must be able to print and read again.
      if (message.ok) expect(parseMessage(printMessage(message.value)).ok).toBe(true);
    }),
    { numRuns: 1500 },
  );
});
