// SIP over TLS (the default) and over plain TCP.

import net from 'node:net';
import tls from 'node:tls';
import type { Clock } from '../../../hal/clock.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import { type ConnectFailure, checkValidity, classifyConnectError } from './connect-failure.ts';
import {
  type ConnectionEvents,
  type ConnectRequest,
  type SignallingConnection,
  transportLimits,
} from './connection.ts';
import { KeepAlive } from './keep-alive.ts';
import { MessageFramer } from './message-framer.ts';
import { checkServerIdentity, rememberValidity } from './server-identity.ts';
import { secureContextFor } from './trust.ts';

/** What a peer that stops reading may make us keep. */
const sendBufferBytes = 1024 * 1024;

export function openStreamConnection(
  clock: Clock,
  request: ConnectRequest,
): Promise<Result<SignallingConnection, ConnectFailure>> {
  const { target, events } = request;
  const socket = target.transport === 'tcp' ? net.connect(target.port, target.host) : openTls(clock, request);
  const validity = socket instanceof tls.TLSSocket ? rememberValidity(socket) : undefined;
  socket.setNoDelay(true);
  return new Promise((resolve) => {
    const fail = (failure: ConnectFailure): void => {
      limit.cancel();
      socket.destroy();
      resolve(err(failure));
    };
    const refuse = (error: unknown): void => {
      fail(classifyConnectError(error, clock.wallMs(), validity?.()));
    };
    const limit = clock.after(transportLimits.connectMs, () =>
      fail({ kind: 'server-unreachable', detail: `no connection to ${target.host}:${target.port} in time` }),
    );
    socket.on('error', refuse);
    const ended = (): void => refuse(new Error('the server closed the connection at once'));
    socket.once('close', ended);
    socket.once(target.transport === 'tcp' ? 'connect' : 'secureConnect', () => {
      limit.cancel();
      const shown = validity?.();
      const invalid = shown && checkValidity(shown, clock.wallMs());
      if (invalid) return fail(invalid);
      socket.off('error', refuse);
      socket.off('close', ended);
      resolve(ok(new StreamConnection(clock, socket, `${target.host}:${target.port}`, events)));
    });
  });
}

function openTls(clock: Clock, { target, trustAnchors }: ConnectRequest): tls.TLSSocket {
  const serverName = [...target.identities, target.host].find((name) => net.isIP(name) === 0);
  return tls.connect({
    host: target.host,
    port: target.port,
    secureContext: secureContextFor(trustAnchors, clock.nowMs()),
    minVersion: 'TLSv1.2',
    ...(serverName === undefined ? {} : { servername: serverName }),
    checkServerIdentity: (_, certificate) => checkServerIdentity(certificate, target.identities),
  });
}

class StreamConnection implements SignallingConnection {
  readonly protocol: 'TLS' | 'TCP';
  readonly localAddress: string;
  readonly localPort: number;
  readonly peer: string;
  readonly #socket: net.Socket;
  readonly #framer = new MessageFramer();
  readonly #keepAlive: KeepAlive;
  readonly #events: ConnectionEvents;
  #open = true;

  constructor(clock: Clock, socket: net.Socket, peer: string, events: ConnectionEvents) {
    this.protocol = socket instanceof tls.TLSSocket ? 'TLS' : 'TCP';
    this.peer = peer;
    this.localAddress = socket.localAddress ?? '127.0.0.1';
    this.localPort = socket.localPort ?? 0;
    this.#socket = socket;
    this.#events = events;
    this.#keepAlive = new KeepAlive(clock, {
      sendPing: () => this.#write('\r\n\r\n'),
      onDead: (reason) => this.#end(reason),
    });
    this.#keepAlive.start();
    socket.on('data', (bytes: Uint8Array) => this.#receive(bytes));
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('the server closed the connection'));
  }

  send(message: string): Promise<Result<void>> {
    if (!this.#open) return Promise.resolve(err('the connection is closed'));
    if (this.#socket.writableLength > sendBufferBytes) {
      this.#end('the server takes no more bytes');
      return Promise.resolve(err('the server takes no more bytes'));
    }
    return new Promise((resolve) => {
      this.#socket.write(message, 'utf8', (error) => resolve(error ? err(error.message) : ok(undefined)));
    });
  }

  close(): void {
    if (!this.#open) return;
    this.#stop();
    this.#socket.end();
    this.#socket.destroySoon();
  }

  #receive(bytes: Uint8Array): void {
    for (const frame of this.#framer.push(bytes)) {
      if (!this.#open) return;
      if (frame.kind === 'message') this.#events.onMessage(frame.text);
      else if (frame.kind === 'ping') this.#write('\r\n');
      else if (frame.kind === 'pong') this.#keepAlive.ponged();
      else {
        this.#events.onRefused(frame.refusal);
        if (frame.refusal.fatal) this.#end(frame.refusal.reason);
      }
    }
    this.#keepAlive.received(this.#framer.incomplete);
  }

  #write(bytes: string): void {
    if (this.#open) this.#socket.write(bytes);
  }

  #end(reason: string): void {
    if (!this.#open) return;
    this.#stop();
    this.#socket.destroySoon();
    this.#events.onClosed(reason);
  }

  #stop(): void {
    this.#open = false;
    this.#keepAlive.stop();
  }
}
