// The console's server: the page's files, the `/bench` feed, and over the network the way to each phone's ports.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type Access, lanAccess, loopbackAccess } from './access.ts';
import { BenchFeed } from './feed.ts';
import { readServedFiles, type ServedFile } from './files.ts';
import { parsePhonePath, pipeToPhone } from './phone-pipe.ts';
import type { Bench, ConsolePhone, PagePhone } from './protocol.ts';

export interface ConsoleOptions {
  readonly bench: Bench;
  /** 0: any free port. */
  readonly port: number;
  /** Serve the network by HTTPS under these names; absent: loopback alone. */
  readonly lan?: { readonly hosts: readonly string[]; readonly certificate: string; readonly privateKey: string };
}

export interface Console {
  /** What a person opens; over the network it carries the token. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

const maxPayloadBytes = 16 * 1024;

/** Origins that phones on loopback must let in for a console on this port. */
export function loopbackOrigins(port: number): readonly string[] {
  return loopbackAccess(port).origins;
}

export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { bench, lan } = options;
  const files = await readServedFiles();
  const http: Server = lan ? createTlsServer({ cert: lan.certificate, key: lan.privateKey }) : createServer();
  await listen(http, options.port, lan ? '0.0.0.0' : '127.0.0.1');
  const { port } = http.address() as AddressInfo;

  const overLan = lan ? lanAccess(lan.hosts, port) : undefined;
  const access: Access = overLan ?? loopbackAccess(port);
  const feed = new BenchFeed(bench, (phone) => describePhone(phone, lan !== undefined));
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maxPayloadBytes });

  http.on('request', (request, response) => serveFile(request, response, access, files));
  http.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    const path = pathOf(request);
    const wanted = parsePhonePath(path);
    const phone = wanted && lan ? bench.phones().find(({ id }) => id === wanted.phone) : undefined;
    if (access.objectionToUpgrade(request)) refuse(stream, '403 Forbidden');
    else if (path === '/bench') sockets.handleUpgrade(request, stream, head, (socket) => feed.welcome(socket));
    else if (wanted && phone)
      pipeToPhone(request, stream, head, phone, wanted.side, loopbackOrigins(port)[0] as string);
    else refuse(stream, '404 Not Found');
  });
  return {
    port,
    address: overLan ? `${access.origins[0]}/?token=${overLan.token}` : `${access.origins[0]}/`,
    close: () => {
      feed.close();
      sockets.close();
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

/** On loopback a page talks to the phone itself; over the network through this server, which keeps the token. */
function describePhone(phone: ConsolePhone, overLan: boolean): PagePhone {
  const { id, owner, status, ports, token } = phone;
  const direct = (port: number) => `ws://127.0.0.1:${port}/?token=${encodeURIComponent(token)}`;
  if (!ports) return { id, owner, status, deskSet: undefined, audio: undefined };
  if (overLan) return { id, owner, status, deskSet: `/phones/${id}/desk-set`, audio: `/phones/${id}/audio` };
  return { id, owner, status, deskSet: direct(ports.deskSet), audio: direct(ports.audio) };
}

function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  files: ReadonlyMap<string, ServedFile>,
): void {
  for (const [name, value] of Object.entries(strictHeaders)) response.setHeader(name, value);
  const objection = access.objectionTo(request);
  const cookie = objection ? undefined : access.redeem(request);
  const file = files.get(pathOf(request));
  if (objection) {
    answer(response, 403, objection);
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    answer(response, 405, 'Only GET and HEAD.');
  } else if (cookie) {
    // The token leaves the address bar at once: it is spent, and it would only end up in a history.
    response.setHeader('set-cookie', cookie);
    response.setHeader('location', '/');
    answer(response, 303, 'Signed in.');
  } else if (!file) {
    answer(response, 404, 'There is nothing here.');
  } else {
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.body.length });
    response.end(request.method === 'HEAD' ? undefined : file.body);
  }
}

const strictHeaders: Readonly<Record<string, string>> = {
  // The phones' own loopback ports are known only later, so any port of this computer, and nothing beyond it.
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self' ws://127.0.0.1:*",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
  'cache-control': 'no-store',
};

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function pathOf(request: IncomingMessage): string {
  return URL.parse(request.url ?? '/', 'http://localhost')?.pathname ?? '/';
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
