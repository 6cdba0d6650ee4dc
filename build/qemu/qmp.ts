// The emulator's monitor (QMP): commands in, answers out, over the socket that the emulator waits at.

import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

interface Message {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

const connectTries = 100;
const tryAgainMs = 100;

export class Qmp {
  readonly #socket: Socket;
  readonly #waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#read(text));
    socket.on('close', () => this.#end('The emulator has ended.'));
    socket.on('error', (error) => this.#end(error.message));
  }

  /** The emulator makes its socket some time after its start. */
  static async open(path: string): Promise<Qmp> {
    for (let left = connectTries; ; left--) {
      try {
        const qmp = new Qmp(await connected(path));
        await qmp.ask('qmp_capabilities');
        return qmp;
      } catch (error) {
        if (left === 0) throw error;
        await wait(tryAgainMs);
      }
    }
  }

  /** Rejects with what the emulator says against it. */
  ask(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    for (let end = this.#received.indexOf('\n'); end >= 0; end = this.#received.indexOf('\n')) {
      const message = JSON.parse(this.#received.slice(0, end)) as Message;
      this.#received = this.#received.slice(end + 1);
      // Greeting and events are passed over.
      if (message.error) this.#waiting.shift()?.reject(new Error(message.error.desc));
      else if ('return' in message) this.#waiting.shift()?.resolve(message.return);
    }
  }

  #end(reason: string): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(reason));
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}
