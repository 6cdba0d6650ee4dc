// A whole phone in a call, and everything on its signalling connection that is too large, cut off, senseless or torture.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CallingPhone } from './calling-phone.ts';

let calling: CallingPhone;
beforeAll(async () => {
  calling = await CallingPhone.open();
});
afterAll(() => calling?.close());

function notify(extra: readonly string[], body: string): string {
  const head = [
    'NOTIFY sip:dana@fernleigh.test SIP/2.0',
    'Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bKbad',
    'From: <sip:a@b.test>;tag=1',
    'To: <sip:dana@fernleigh.test>',
    'Call-ID: bad',
    'CSeq: 1 NOTIFY',
    ...extra,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

describe('in a call', () => {
  test.each([
    ['application/conference-info+xml', 2 * 1024 * 1024 + 1],
    ['text/plain', 256 * 1024 + 1],
  ])('a body of %s with %i bytes is refused with 513', async (type, bytes) => {
    const skip = calling.phone.events.length;
    calling.send(notify(['Event: conference', `Content-Type: ${type}`], 'x'.repeat(bytes)));
    await calling.answered(/^SIP\/2\.0 513/, skip);
    expect(await calling.logged(/body/, skip)).toContain(`${bytes} bytes`);
    calling.expectNotEnded();
  });

  test.each([
    ['headers over 64 KiB', notify([`X-Long: ${'a'.repeat(65 * 1024)}`], ''), /headers over 65536 bytes/],
    ['bytes that are no SIP', Buffer.alloc(4096, 0xa7).toString('latin1'), /no SIP message/],
    ['another protocol', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', /no SIP message/],
  ])('%s end the connection alone, which is made anew', async (_, bytes, words) => {
    const skip = calling.phone.events.length;
    calling.send(bytes);
    await calling.logged(words, skip);
    await calling.signedInAgain(skip);
    calling.expectNotEnded();
  });

  test('a message cut off by the end of its connection is let go', async () => {
    const skip = calling.phone.events.length;
    calling.send(notify(['Event: conference'], 'x'.repeat(1_000)).slice(0, 400));
    calling.enterprise.dropConnections('dana');
    await calling.logged(/connection to .* lost/, skip);
    await calling.signedInAgain(skip);
    calling.expectNotEnded();
  });

  test('the torture messages of RFC 4475 one after another: each that is refused leaves its line', async () => {
    const folder = new URL('../../data/rfc4475/', import.meta.url);
    const all = JSON.parse(readFileSync(new URL('verdicts.json', folder), 'utf8')) as readonly {
      readonly message: string;
      readonly verdict: string;
    }[];
    expect(all).toHaveLength(49);
    const skip = calling.phone.events.length;
    for (const { message, verdict } of all)
      if (verdict !== 'drop') calling.send(readFileSync(new URL(`${message}.dat`, folder)));
    // Those after which nobody can tell where the next message begins come last.
    calling.send(readFileSync(new URL('ncl.dat', folder)));
    await calling.signedInAgain(skip);
    const lines = calling.phone.events.slice(skip).flatMap(({ event }) => (event.type === 'log' ? event.text : []));
    expect(lines.filter((line) => /^SIP message (refused|dropped)/.test(line)).length).toBeGreaterThan(40);
    calling.expectNotEnded();
  });

  test('after all of it, sound still runs both ways, and the person hangs up', async () => {
    await calling.expectAlive();
    await calling.hangUp();
    expect(calling.phone.errors).toBe('');
  });
});
