// Write a SIP message to bytes, with a Content-Length that is always right.

import type { SipMessage } from './message.ts';

export function printMessage(message: SipMessage): Buffer {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers
    .filter((field) => field.name !== 'Content-Length')
    .map((field) => `${field.name}: ${field.value}`);
  const head = [start, ...lines, `Content-Length: ${message.body.length}`, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'utf8'), message.body]);
}
