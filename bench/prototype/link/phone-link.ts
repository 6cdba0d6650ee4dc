// Where the phone under test connects to: one phone at a time, known by the token of its policy; it may come back.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Order, PhoneFacts, Told } from '../../../firmware/admin/bench-test/index.ts';
import { err, ok, type Result } from '../../../hal/result.ts';
import { closeServer, listen } from '../../enterprise/sip/listeners.ts';
import { parseTold } from './told.ts';

export interface PhoneLinkOptions {
  readonly host: string;
  readonly port: number;
  readonly identity: { readonly key: string; readonly cert: string };
  readonly token: string;
  /** Only a phone at this address is taken. */
  readonly phoneAddress: string | undefined;
}

/** What kept phones away so far, for a person who wonders why none comes. */
export interface Refusals {
  readonly wrongToken: number;
  readonly otherAddress: readonly string[];
  /** Connections that ended before TLS was agreed: most often a phone that does not trust this bench. */
  readonly brokenTls: number;
  readonly secondPhone: readonly string[];
  readonly notUnderstood: number;
}

export type LinkEvent = Told | { readonly type: 'joined'; readonly facts: PhoneFacts } | { readonly type: 'left' };

const linkPath = '/phone';
const mostMessageBytes = 65_536;
const pingEveryMs = 5_000;

export class PhoneLink {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #options: PhoneLinkOptions;
  readonly #listeners = new Set<(event: LinkEvent) => void>();
  readonly #refusals = {
    wrongToken: 0,
    otherAddress: new Set<string>(),
    brokenTls: 0,
    secondPhone: new Set<string>(),
    notUnderstood: 0,
  };
  #phone: WebSocket | undefined;
  #facts: PhoneFacts | undefined;
  #refusing = false;
  #beat: NodeJS.Timeout | undefined;

  static async open(options: PhoneLinkOptions): Promise<Result<PhoneLink>> {
    const server = createServer({ ...options.identity, minVersion: 'TLSv1.2' }, (_request, response) =>
      response.writeHead(426).end(),
    );
    const bound = await listen(server, options.port, options.host);
    return bound.ok ? ok(new PhoneLink(server, options)) : err(bound.error);
  }

  private constructor(server: Server, options: PhoneLinkOptions) {
    this.#server = server;
    this.#options = options;
    this.port = (server.address() as AddressInfo).port;
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: mostMessageBytes, perMessageDeflate: false });
    server.on('tlsClientError', (_error, socket) => {
      this.#refusals.brokenTls++;
      socket.destroy();
    });
    server.on('upgrade', (request, stream, head) => this.#admit(request, stream, head));
  }

  get connected(): boolean {
    return this.#phone !== undefined && this.#facts !== undefined;
  }

  /** Of the phone that is, or was last, on the line. */
  get facts(): PhoneFacts | undefined {
    return this.#facts;
  }

  get refusals(): Refusals {
    const { otherAddress, secondPhone, ...counts } = this.#refusals;
    return { ...counts, otherAddress: [...otherAddress], secondPhone: [...secondPhone] };
  }

  listen(listener: (event: LinkEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Dropped where there is no phone: each step asks for what it needs again when the phone is back. */
  order(order: Order): void {
    this.#phone?.send(JSON.stringify(order));
  }

  /** As if the network were gone: the line breaks, and new ones too while this is on. */
  setRefusing(refusing: boolean): void {
    this.#refusing = refusing;
    if (refusing) this.#phone?.terminate();
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    this.#phone?.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await closeServer(this.#server);
  }

  #admit(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    const refuse = (status: string) =>
      stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    if (this.#refusing) stream.destroy();
    else if (request.url !== linkPath) refuse('404 Not Found');
    else if (!this.#isToken(request.headers.authorization)) {
      this.#refusals.wrongToken++;
      refuse('401 Unauthorized');
    } else if (this.#options.phoneAddress !== undefined && this.#options.phoneAddress !== address) {
      this.#refusals.otherAddress.add(address);
      refuse('403 Forbidden');
    } else this.#sockets.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket));
  }

  /** Hashes first, so that neither length nor content shows in the time it takes. */
  #isToken(given: string | undefined): boolean {
    const digest = (words: string) => createHash('sha256').update(words).digest();
    return timingSafeEqual(digest(given ?? ''), digest(`Bearer ${this.#options.token}`));
  }

  #welcome(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, isBinary) => {
      const told = isBinary ? err('not text') : parseTold(String(data));
      if (!told.ok) this.#refusals.notUnderstood++;
      else if (told.value.type === 'hello') this.#join(socket, told.value);
      else if (socket === this.#phone) this.#tell(told.value);
    });
    socket.on('close', () => {
      if (socket !== this.#phone) return;
      this.#phone = undefined;
      clearInterval(this.#beat);
      this.#tell({ type: 'left' });
    });
  }

  #join(socket: WebSocket, { type: _, ...facts }: PhoneFacts & { readonly type: 'hello' }): void {
    const known = this.#facts?.identity.serialNumber;
    if (known !== undefined && known !== facts.identity.serialNumber) {
      this.#refusals.secondPhone.add(facts.identity.serialNumber);
      socket.close(1008, 'another phone is on this bench');
      return;
    }
    // The same phone again: its old connection is a leftover of a network that went away.
    const before = this.#phone;
    this.#phone = socket;
    if (before && before !== socket) before.terminate();
    this.#facts = facts;
    this.#watch(socket);
    this.#tell({ type: 'joined', facts });
  }

  /** A plug that was pulled sends no farewell. */
  #watch(socket: WebSocket): void {
    let isAlive = true;
    socket.on('pong', () => {
      isAlive = true;
    });
    clearInterval(this.#beat);
    this.#beat = setInterval(() => {
      if (!isAlive) socket.terminate();
      isAlive = false;
      socket.ping();
    }, pingEveryMs);
  }

  #tell(event: LinkEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
