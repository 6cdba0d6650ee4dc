// A WebSocket server on loopback that lets in only pages which know the token and come from an allowed origin.

import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

export interface LoopbackOptions {
  /** Secret of this run; a page gives it as the query parameter `token`. */
  readonly token: string;
  /** Exact values of the Origin header that are let in, e.g. `http://127.0.0.1:4800`. */
  readonly origins: readonly string[];
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** One sentence for the log each time a page is refused or misbehaves. */
  readonly onRefused?: (reason: string) => void;
}

export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

const maxPayloadBytes = 64 * 1024;
const maxPages = 32;
/** A page whose computer went to sleep or lost its Wi-Fi is given up after two of these. */
const heartbeatMs = 5_000;

export async function openLoopbackServer(
  options: LoopbackOptions,
  onPage: (socket: WebSocket) => void,
): Promise<LoopbackServer> {
  const refuse = options.onRefused ?? (() => undefined);
  const http = createServer((_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain', connection: 'close' });
    response.end('Only WebSocket connections.\n');
  });
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxPayloadBytes,
    // Keys that arrive in one packet are still pressed one after another: each may change what the next one means.
    allowSynchronousEvents: false,
  });

  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const objection = objectionTo(request, options, sockets.clients.size);
    if (objection) {
      refuse(`Console page refused: ${objection}.`);
      stream.on('error', () => stream.destroy());
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', (error) => refuse(`Console page dropped: ${error.message}.`));
      onPage(socket);
    });
  });

  const stopHeartbeat = startHeartbeat(sockets);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    port: (http.address() as AddressInfo).port,
    close: () => {
      stopHeartbeat();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

function objectionTo(request: IncomingMessage, options: LoopbackOptions, pages: number): string | undefined {
  const origin = request.headers.origin;
  if (origin === undefined || !options.origins.includes(origin)) return 'it comes from a foreign origin';
  const given = URL.parse(request.url ?? '/', 'http://localhost')?.searchParams.get('token') ?? '';
  if (!sameSecret(given, options.token)) return 'its token is wrong';
  if (pages >= maxPages) return `${maxPages} pages are open already`;
  return undefined;
}

/** Hashes first, so that neither length nor content shows in the time it takes. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function startHeartbeat(sockets: WebSocketServer): () => void {
  const waiting = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (waiting.has(socket)) {
        socket.terminate();
        continue;
      }
      waiting.add(socket);
      socket.once('pong', () => waiting.delete(socket));
      socket.ping();
    }
  }, heartbeatMs);
  timer.unref();
  return () => clearInterval(timer);
}
