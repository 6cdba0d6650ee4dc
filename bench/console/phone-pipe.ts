// Carries a page's WebSocket to a phone's loopback port, so that over the network one address serves everything.

import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConsolePhone } from './protocol.ts';

/** `/phones/1/desk-set` or `/phones/1/audio`. */
export function parsePhonePath(
  path: string,
): { readonly phone: number; readonly side: 'deskSet' | 'audio' } | undefined {
  const match = /^\/phones\/(\d{1,3})\/(desk-set|audio)$/.exec(path);
  return match ? { phone: Number(match[1]), side: match[2] === 'audio' ? 'audio' : 'deskSet' } : undefined;
}

/** `origin` is one that the phone lets in; the page's own has been checked by the console. */
export function pipeToPhone(
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
  phone: ConsolePhone,
  side: 'deskSet' | 'audio',
  origin: string,
): void {
  const port = phone.ports?.[side];
  if (port === undefined) {
    stream.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  const toPhone = connect(port, '127.0.0.1', () => {
    toPhone.setNoDelay(true);
    toPhone.write(upgradeRequest(request, port, phone.token, origin));
    toPhone.write(head);
    stream.pipe(toPhone).pipe(stream);
  });
  const end = () => {
    stream.destroy();
    toPhone.destroy();
  };
  for (const side of [stream, toPhone]) side.on('error', end).on('close', end);
}

/** Written anew from the few fields that a WebSocket needs: nothing else of the page's request goes on. */
function upgradeRequest(request: IncomingMessage, port: number, token: string, origin: string): string {
  return [
    `GET /?token=${encodeURIComponent(token)} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Origin: ${origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${request.headers['sec-websocket-key'] ?? ''}`,
    '\r\n',
  ].join('\r\n');
}
