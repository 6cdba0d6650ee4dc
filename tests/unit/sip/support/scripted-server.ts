// A SIP server in a few lines, on a real socket: it keeps what it is sent, answers what it is told to, and can be made to fail.

import { once } from 'node:events';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import type { ServerCertificate } from './certificates.ts';
import { type Message, makeReply, type ReplyParts, readMessage } from './message.ts';

export type Handler = (message: Message, server: ScriptedServer) => boolean | undefined;

const waitLimitMs = 5_000;

export class ScriptedServer {
  readonly received: Message[] = [];
  readonly port: number;
  connections = 0;
  #handlers: Handler[] = [];
  #waiting: { readonly wanted: (message: Message) => boolean; readonly take: (message: Message) => void }[] = [];
  #unclaimed: Message[] = [];
  #socket: Socket | undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  static async listen(certificate: ServerCertificate | undefined, port = 0): Promise<ScriptedServer> {
    const server = certificate
      ? tls.createServer({ key: certificate.key, cert: certificate.certificate })
      : net.createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new ScriptedServer(server, certificate !== undefined);
  }

  private constructor(server: Server, secure: boolean) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on(secure ? 'secureConnection' : 'connection', (socket: Socket) => this.#accept(socket));
    // A phone that refuses our certificate ends the handshake; that is what some tests are about.
    server.on('tlsClientError', () => undefined);
  }

  /** Latest first; the first handler that says true has taken the message. */
  on(handler: Handler): void {
    this.#handlers.unshift(handler);
  }

  onMethod(method: string, act: (message: Message) => void): void {
    this.on((message) => {
      if (message.status !== 0 || message.method !== method) return undefined;
      act(message);
      return true;
    });
  }

  acceptRegistrations(expiresSeconds = 300): void {
    this.onMethod('REGISTER', (message) => {
      const contact = message.header('Contact').replace(/;expires=\d+/, '');
      this.reply(message, 200, 'OK', { headers: [`Contact: ${contact};expires=${expiresSeconds}`] });
    });
    this.onMethod('SUBSCRIBE', (message) => this.reply(message, 489, 'Bad Event'));
  }

  reply(request: Message, status: number, phrase: string, parts: ReplyParts = {}): void {
    this.send(makeReply(request, status, phrase, parts));
  }

  send(bytes: string | Uint8Array): void {
    this.#socket?.write(bytes);
  }

  /** The next message not claimed before, whether it came already or is still to come. */
  next(wanted: string | ((message: Message) => boolean)): Promise<Message> {
    const fits =
      typeof wanted === 'string' ? (message: Message) => message.status === 0 && message.method === wanted : wanted;
    const index = this.#unclaimed.findIndex(fits);
    const [found] = index < 0 ? [] : this.#unclaimed.splice(index, 1);
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`nothing like ${wanted} came; last: ${this.received.at(-1)?.first ?? 'nothing'}`)),
        waitLimitMs,
      );
      const entry = {
        wanted: fits,
        take: (message: Message) => {
          clearTimeout(limit);
          resolve(message);
        },
      };
      this.#waiting.push(entry);
    });
  }

  response(status: number, method: string): Promise<Message> {
    return this.next((message) => message.status === status && message.method === method);
  }

  count(method: string): number {
    return this.received.filter((message) => message.status === 0 && message.method === method).length;
  }

  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.dropConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(socket: Socket): void {
    this.connections += 1;
    this.#socket = socket;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    let pending = '';
    socket.setEncoding('latin1');
    socket.on('data', (bytes: string) => {
      pending += bytes;
      for (;;) {
        while (pending.startsWith('\r\n')) pending = pending.slice(2);
        const end = pending.indexOf('\r\n\r\n');
        const length = Number(/\r\ncontent-length:\s*(\d+)/i.exec(pending)?.[1] ?? 0);
        if (end < 0 || pending.length < end + 4 + length) return;
        const text = pending.slice(0, end + 4 + length);
        pending = pending.slice(end + 4 + length);
        this.#take(readMessage(Buffer.from(text, 'latin1').toString('utf8')));
      }
    });
  }

  #take(message: Message): void {
    this.received.push(message);
    const index = this.#waiting.findIndex((entry) => entry.wanted(message));
    const [waiting] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (waiting) waiting.take(message);
    else this.#unclaimed.push(message);
    this.#handlers.some((handler) => handler(message, this) === true);
  }
}
