// Serves the page of a bench test: its files, and the `/guide` WebSocket that tells it what to show and hears answers.

import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { extname, join, relative } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { err, ok, type Result } from '../../hal/result.ts';
import { type Access, lanAccess, loopbackAccess } from '../console/access.ts';
import { readServedFiles, type ServedFile } from '../console/files.ts';
import { closeServer, listen } from '../enterprise/sip/listeners.ts';
import type { Guide, GuideView } from './guide.ts';

export interface PageServerOptions {
  readonly guide: Guide;
  readonly port: number;
  /** Absent: this computer alone. */
  readonly lan: { readonly host: string; readonly certificate: string; readonly privateKey: string } | undefined;
}

export interface PageServer {
  /** What a person opens; over the network it carries the token. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

const mostMessageBytes = 4_096;
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export async function openPageServer({ guide, port, lan }: PageServerOptions): Promise<Result<PageServer>> {
  const files = await readPageFiles();
  const http: Server = lan ? createTlsServer({ cert: lan.certificate, key: lan.privateKey }) : createServer();
  const bound = await listen(http, port, lan?.host);
  if (!bound.ok) return bound;
  const overLan = lan ? lanAccess([lan.host], bound.value) : undefined;
  const access: Access = overLan ?? loopbackAccess(bound.value);
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: mostMessageBytes });
  http.on('tlsClientError', (_error, socket) => socket.destroy());
  http.on('request', (request, response) => serve(request, response, access, files));
  http.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    if (access.objectionToUpgrade(request) || pathOf(request) !== '/guide') {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    } else sockets.handleUpgrade(request, stream, head, (socket) => welcome(socket, guide));
  });
  const origin = access.origins[0];
  return ok({
    port: bound.value,
    address: overLan ? `${origin}/?token=${overLan.token}` : `${origin}/`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      await closeServer(http);
    },
  });
}

function welcome(socket: WebSocket, guide: Guide): void {
  const show = (view: GuideView) => socket.send(JSON.stringify(view));
  const stop = guide.onView(show);
  show(guide.view);
  socket.on('close', stop);
  socket.on('error', () => socket.terminate());
  socket.on('message', (data) => {
    const answer = parseAnswer(String(data));
    if (answer.ok) guide.answer(answer.value.turn, answer.value.button, answer.value.reason);
    else socket.close(1008, `not understood: ${answer.error}`);
  });
}

interface PageAnswer {
  readonly turn: number;
  readonly button: string;
  readonly reason: string;
}

export function parseAnswer(text: string): Result<PageAnswer> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return err('not JSON');
    throw error;
  }
  if (typeof value !== 'object' || value === null) return err('not an object');
  const { turn, button, reason } = value as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(turn)) return err('without the number of its question');
  if (typeof button !== 'string' || typeof reason !== 'string') return err('without a button and a reason');
  return ok({ turn: turn as number, button, reason });
}

/** The console's fonts, icons and colours, with a page of its own. */
async function readPageFiles(): Promise<ReadonlyMap<string, ServedFile>> {
  const console = await readServedFiles();
  const shared = [...console].filter(([path]) => /^\/(fonts\/|icons\.svg$|style\/page\.css$)/.test(path));
  const files = new Map(shared);
  const builder = console.get('/dom.js');
  // Where the page's own modules look for it, by its place in the tree.
  if (builder) files.set('/console/page/dom.js', builder);
  const page = join(import.meta.dirname, 'page');
  for (const entry of await readdir(page, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(page, path)}`, { type, body: await readFile(path) });
  }
  const index = files.get('/index.html');
  if (!index) throw new Error('The page of the bench test has no index.html.');
  files.set('/', index);
  return files;
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  files: ReadonlyMap<string, ServedFile>,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const objection = access.objectionTo(request);
  const cookie = objection ? undefined : access.redeem(request);
  const file = files.get(pathOf(request));
  const answer = (status: number, text: string) =>
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  if (objection) answer(403, objection);
  else if (request.method !== 'GET' && request.method !== 'HEAD') answer(405, 'Only GET and HEAD.');
  else if (cookie) {
    // The token leaves the address bar at once: it is spent, and it would only end up in a history.
    response.writeHead(303, { 'set-cookie': cookie, location: '/' }).end();
  } else if (!file) answer(404, 'There is nothing here.');
  else {
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.body.length });
    response.end(request.method === 'HEAD' ? undefined : file.body);
  }
}

function pathOf(request: IncomingMessage): string {
  return URL.parse(request.url ?? '/', 'http://localhost')?.pathname ?? '/';
}
