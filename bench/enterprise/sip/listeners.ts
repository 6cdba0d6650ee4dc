// Listen for SIP over TLS, TCP and secure WebSocket, on the loopback address unless a person wants the network.

import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { WebSocketServer } from 'ws';
import { err, ok, type Result } from '../../../hal/result.ts';
import type { FlowEvents } from './flow.ts';
import { MAX_MESSAGE_BYTES, StreamFlow, WebSocketFlow } from './network-flow.ts';

export const LOOPBACK = '127.0.0.1';
const MAX_CONNECTIONS = 1000;
const HANDSHAKE_TIMEOUT_MS = 5000;

export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

export interface SipPorts {
  readonly tls: number;
  readonly tcp: number;
  readonly wss: number;
}

export interface SipListeners {
  readonly ports: SipPorts;
  /** Present another certificate to connections from now on. */
  setIdentity(identity: ServerIdentity): void;
  /** Drop every new connection at once, as a server that is down behind a live host. */
  setRefusing(refusing: boolean): void;
  close(): Promise<void>;
}

/** Port 0 takes any free one. */
export async function openSipListeners(
  ports: SipPorts,
  identity: ServerIdentity,
  events: FlowEvents,
  host: string = LOOPBACK,
): Promise<Result<SipListeners>> {
  let refusing = false;
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (refusing) socket.destroy();
  };
  const secure = { ...identity, minVersion: 'TLSv1.2' as const, handshakeTimeout: HANDSHAKE_TIMEOUT_MS };

  const tls = createTlsServer(secure, (socket) => new StreamFlow(socket, 'TLS', events));
  const tcp = createTcpServer((socket) => new StreamFlow(socket, 'TCP', events));
  const https = createHttpsServer(secure, (_request, response) => response.writeHead(426).end());
  const web = new WebSocketServer({
    server: https,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (protocols) => (protocols.has('sip') ? 'sip' : false),
  });
  web.on('connection', (socket, request) => {
    if (socket.protocol !== 'sip') return socket.close(1002, 'subprotocol sip needed');
    new WebSocketFlow(socket, `${request.socket.remoteAddress}:${request.socket.remotePort}`, events);
  });

  const servers: Server[] = [tls, tcp, https];
  for (const server of servers) {
    server.maxConnections = MAX_CONNECTIONS;
    server.on('connection', track);
  }
  // A client that refuses our certificate ends its handshake: the phone reports it, the bench goes on.
  tls.on('tlsClientError', (_error, socket) => socket.destroy());
  https.on('tlsClientError', (_error, socket) => socket.destroy());

  const close = async () => {
    web.close();
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => closeServer(server)));
  };
  const wanted = [ports.tls, ports.tcp, ports.wss];
  const bound: number[] = [];
  for (const [index, server] of servers.entries()) {
    const port = await listen(server, wanted[index] ?? 0, host);
    if (!port.ok) {
      await close();
      return port;
    }
    bound.push(port.value);
  }
  const [tlsPort = 0, tcpPort = 0, wssPort = 0] = bound;
  return ok({
    ports: { tls: tlsPort, tcp: tcpPort, wss: wssPort },
    setIdentity: (next) => {
      tls.setSecureContext({ ...secure, ...next });
      https.setSecureContext({ ...secure, ...next });
    },
    setRefusing: (value) => {
      refusing = value;
    },
    close,
  });
}

/** Resolves with the bound port; a taken port is an answer, not an exception. */
export function listen(server: Server, port: number, host: string = LOOPBACK): Promise<Result<number>> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) =>
      resolve(err(error.code === 'EADDRINUSE' ? `port ${port} is already in use` : `port ${port}: ${error.message}`));
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve(ok((server.address() as AddressInfo).port));
    });
  });
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));
}
