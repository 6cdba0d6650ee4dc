// SIP over secure WebSocket (RFC 7118): one message a frame.

import type { ClientRequest } from 'node:http';
import tls from 'node:tls';
import WebSocket from 'ws';
import type { Clock, Timer } from '../../../hal/clock.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import { type ConnectFailure, checkValidity, classifyConnectError, type ValidityPeriod } from './connect-failure.ts';
import {
  type ConnectionEvents,
  type ConnectRequest,
  type SignallingConnection,
  transportLimits,
} from './connection.ts';
import { checkWholeMessage, messageLimits } from './message-framer.ts';
import { checkServerIdentity, rememberValidity } from './server-identity.ts';
import { secureContextFor } from './trust.ts';

export function openWebSocketConnection(
  clock: Clock,
  { target, trustAnchors, events }: ConnectRequest,
): Promise<Result<SignallingConnection, ConnectFailure>> {
  let validity: (() => ValidityPeriod | undefined) | undefined;
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const socket = new WebSocket(`wss://${host}:${target.port}/`, 'sip', {
    secureContext: secureContextFor(trustAnchors, clock.nowMs()),
    maxPayload: messageLimits.headerBytes + messageLimits.conferenceBodyBytes,
    followRedirects: false,
    perMessageDeflate: false,
    checkServerIdentity: (_: string, certificate: tls.PeerCertificate) =>
      checkServerIdentity(certificate, target.identities),
    finishRequest: (request: ClientRequest) => {
      request.once('socket', (inner) => {
        if (inner instanceof tls.TLSSocket) validity = rememberValidity(inner);
      });
      request.end();
    },
    // `ws` types this hook as a boolean, but hands it to `tls.connect`, which wants an error or nothing.
  } as unknown as WebSocket.ClientOptions);
  return new Promise((resolve) => {
    const fail = (failure: ConnectFailure): void => {
      limit.cancel();
      socket.removeAllListeners();
      // Ending a socket that is still connecting reports an error nobody needs any more.
      socket.on('error', ignoreAfterFailure);
      socket.terminate();
      resolve(err(failure));
    };
    const limit = clock.after(transportLimits.connectMs, () =>
      fail({ kind: 'server-unreachable', detail: `no WebSocket to ${target.host}:${target.port} in time` }),
    );
    socket.on('error', (error) => fail(classifyConnectError(error, clock.wallMs(), validity?.())));
    socket.on('close', () => fail({ kind: 'server-unreachable', detail: 'the server closed the WebSocket at once' }));
    socket.on('open', () => {
      limit.cancel();
      const shown = validity?.();
      const invalid = shown && checkValidity(shown, clock.wallMs());
      if (invalid) return fail(invalid);
      socket.removeAllListeners();
      resolve(ok(new WebSocketConnection(clock, socket, `${target.host}:${target.port}`, events)));
    });
  });
}

function ignoreAfterFailure(): void {
  // The failure has been told already.
}

class WebSocketConnection implements SignallingConnection {
  readonly protocol = 'WSS';
  readonly localAddress: string;
  readonly localPort: number;
  readonly peer: string;
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #events: ConnectionEvents;
  #ping: Timer | undefined;
  #pong: Timer | undefined;
  #open = true;

  constructor(clock: Clock, socket: WebSocket, peer: string, events: ConnectionEvents) {
    const inner = innerSocket(socket);
    this.localAddress = inner?.localAddress ?? '127.0.0.1';
    this.localPort = inner?.localPort ?? 0;
    this.peer = peer;
    this.#socket = socket;
    this.#clock = clock;
    this.#events = events;
    this.#schedulePing();
    socket.on('pong', () => this.#pong?.cancel());
    socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the server closed the WebSocket'));
  }

  send(message: string): Promise<Result<void>> {
    if (!this.#open) return Promise.resolve(err('the WebSocket is closed'));
    return new Promise((resolve) => {
      this.#socket.send(message, (error) => resolve(error ? err(error.message) : ok(undefined)));
    });
  }

  close(): void {
    if (!this.#open) return;
    this.#stop();
    this.#socket.close(1000);
  }

  #receive(text: string): void {
    if (!this.#open || text.trim() === '') return;
    const refusal = checkWholeMessage(text);
    if (refusal) this.#events.onRefused(refusal);
    else this.#events.onMessage(text);
  }

  #schedulePing(): void {
    this.#ping = this.#clock.after(transportLimits.keepAliveMs, () => {
      this.#socket.ping();
      this.#pong = this.#clock.after(transportLimits.pongMs, () => this.#end('no answer to a keep-alive'));
      this.#schedulePing();
    });
  }

  #end(reason: string): void {
    if (!this.#open) return;
    this.#stop();
    this.#socket.terminate();
    this.#events.onClosed(reason);
  }

  #stop(): void {
    this.#open = false;
    this.#ping?.cancel();
    this.#pong?.cancel();
  }
}

/** `ws` keeps the socket to itself; its addresses are wanted for Contact and for media. */
function innerSocket(socket: WebSocket): tls.TLSSocket | undefined {
  const inner: unknown = Reflect.get(socket, '_socket');
  return inner instanceof tls.TLSSocket ? inner : undefined;
}
