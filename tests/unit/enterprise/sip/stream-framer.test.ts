// Cutting the stream: any chunking gives the same messages, and limits hold.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Frame, StreamFramer } from '../../../../bench/enterprise/sip/stream-framer.ts';

const MESSAGES = ['A sip:x SIP/2.0\r\nContent-Length: 3\r\n\r\nabc', 'B sip:y SIP/2.0\r\nl:0\r\n\r\n'];
const STREAM = Buffer.from(`\r\n\r\n${MESSAGES[0]}${MESSAGES[1]}\r\n${MESSAGES[0]}`);

test('finds the same messages however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60 }), (sizes) => {
      const framer = new StreamFramer();
      const frames: Frame[] = [];
      for (let at = 0, turn = 0; at < STREAM.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        const pushed = framer.push(STREAM.subarray(at, at + size));
        if (!pushed.ok) throw new Error(pushed.error);
        frames.push(...pushed.value);
        at += size;
      }
      const texts = frames.flatMap((frame) => (frame.kind === 'message' ? [frame.bytes.toString()] : []));
      expect(texts).toEqual([MESSAGES[0], MESSAGES[1], MESSAGES[0]]);
    }),
  );
});

test('asks for a pong on a double line end only', () => {
  expect(new StreamFramer().push(Buffer.from('\r\n\r\n'))).toEqual({ ok: true, value: [{ kind: 'ping' }] });
  expect(new StreamFramer().push(Buffer.from('\r\n'))).toEqual({ ok: true, value: [] });
});

test.each([
  ['A sip:x SIP/2.0\r\n\r\n', 'no Content-Length on a stream'],
  ['A sip:x SIP/2.0\r\nContent-Length: 999999999\r\n\r\n', 'body too long'],
  [`A sip:x SIP/2.0\r\nX: ${'y'.repeat(66_000)}`, 'headers too long'],
])('gives up on a stream it cannot follow', (text, error) => {
  expect(new StreamFramer().push(Buffer.from(text))).toEqual({ ok: false, error });
});
