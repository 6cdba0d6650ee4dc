// Flows over TCP, TLS and WebSocket connections that clients opened to the enterprise.

import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Flow, FlowEvents, FlowTransport } from './flow.ts';
import type { SipMessage } from './message.ts';
import { MAX_BODY_BYTES, MAX_HEADER_BYTES, parseMessage } from './parse-message.ts';
import { printMessage } from './print-message.ts';
import { StreamFramer } from './stream-framer.ts';

export const MAX_MESSAGE_BYTES = MAX_HEADER_BYTES + MAX_BODY_BYTES;
/** A client that does not read its socket loses it before it eats the bench's memory. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
const PONG = Buffer.from('\r\n');

let flowCount = 0;

abstract class NetworkFlow implements Flow {
  readonly id = `flow-${++flowCount}`;
  readonly transport: FlowTransport;
  readonly remote: string;
  readonly events: FlowEvents;
  #open = true;

  constructor(transport: FlowTransport, remote: string, events: FlowEvents) {
    this.transport = transport;
    this.remote = remote;
    this.events = events;
  }

  get open(): boolean {
    return this.#open;
  }

  send(message: SipMessage): void {
    if (!this.#open) return;
    this.events.traced(this, 'sent', message);
    this.sendBytes(printMessage(message));
  }

  sendBytes(bytes: Uint8Array): void {
    if (!this.#open) return;
    if (this.write(bytes) > MAX_UNSENT_BYTES) this.close(true);
  }

  protected abstract write(bytes: Uint8Array): number;
  abstract close(abrupt?: boolean): void;

  protected take(bytes: Uint8Array): void {
    const message = parseMessage(bytes);
    if (!message.ok) {
      this.events.refused(this, message.error);
      return;
    }
    this.events.traced(this, 'received', message.value);
    this.events.received(this, message.value);
  }

  protected ended(): void {
    if (!this.#open) return;
    this.#open = false;
    this.events.closed(this);
  }
}

export class StreamFlow extends NetworkFlow {
  readonly #socket: Socket;
  readonly #framer = new StreamFramer();

  constructor(socket: Socket, transport: 'TCP' | 'TLS', events: FlowEvents) {
    super(transport, `${socket.remoteAddress}:${socket.remotePort}`, events);
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => events.refused(this, error.message));
    socket.on('close', () => this.ended());
  }

  #receive(chunk: Buffer): void {
    const frames = this.#framer.push(chunk);
    if (!frames.ok) {
      this.events.refused(this, frames.error);
      this.close(true);
      return;
    }
    for (const frame of frames.value) {
      if (frame.kind === 'ping') this.sendBytes(PONG);
      else this.take(frame.bytes);
    }
  }

  protected write(bytes: Uint8Array): number {
    this.#socket.write(bytes);
    return this.#socket.writableLength;
  }

  close(abrupt = false): void {
    if (abrupt) this.#socket.destroy();
    else this.#socket.end();
  }
}

/** RFC 7118: one message a WebSocket frame. */
export class WebSocketFlow extends NetworkFlow {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket, remote: string, events: FlowEvents) {
    super('WSS', remote, events);
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      if (/^(\r\n)+$/.test(data.toString('latin1', 0, 8))) this.sendBytes(PONG);
      else this.take(data);
    });
    socket.on('error', (error) => events.refused(this, error.message));
    socket.on('close', () => this.ended());
  }

  protected write(bytes: Uint8Array): number {
    this.#socket.send(bytes, { binary: false });
    return this.#socket.bufferedAmount;
  }

  close(abrupt = false): void {
    if (abrupt) this.#socket.terminate();
    else this.#socket.close();
  }
}
