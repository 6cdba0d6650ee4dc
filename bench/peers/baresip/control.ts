// Speaks baresip's control port: commands and events as JSON in netstrings.

import { connect, type Socket } from 'node:net';

export interface BaresipEvent {
  /** For example REGISTER_OK, CALL_RINGING, CALL_ESTABLISHED, CALL_CLOSED. */
  readonly type: string;
  readonly param: string;
  readonly atMs: number;
}

export class BaresipControl {
  readonly #socket: Socket;
  readonly #events: BaresipEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #buffer = Buffer.alloc(0);

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', (error) =>
      this.#keep({ type: 'CONTROL_LOST', param: error.message, atMs: performance.now() }),
    );
  }

  command(command: string, parameters = ''): void {
    const text = JSON.stringify({ command, params: parameters });
    this.#socket.write(`${Buffer.byteLength(text)}:${text},`);
  }

  get events(): readonly BaresipEvent[] {
    return this.#events;
  }

  /** The first event of `type` after the first `skip` ones of all types; rejects after `timeLimitMs`. */
  async waitFor(type: string, timeLimitMs: number, skip = 0): Promise<BaresipEvent> {
    const deadline = performance.now() + timeLimitMs;
    for (;;) {
      const found = this.#events.slice(skip).find((event) => event.type === type);
      if (found) return found;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) {
        throw new Error(
          `baresip said nothing of ${type} within ${timeLimitMs} ms; it said ${this.#events.map((event) => event.type).join(', ')}`,
        );
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, leftMs);
        this.#waiting.add(wake);
      });
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const colon = this.#buffer.indexOf(':');
      if (colon < 0) return;
      const length = Number(this.#buffer.subarray(0, colon).toString());
      if (this.#buffer.length < colon + 1 + length + 1) return;
      const text = this.#buffer.subarray(colon + 1, colon + 1 + length).toString();
      this.#buffer = this.#buffer.subarray(colon + 2 + length);
      const message: unknown = JSON.parse(text);
      if (typeof message === 'object' && message && 'event' in message) {
        const { type, param } = message as { type?: string; param?: string };
        this.#keep({ type: type ?? '', param: param ?? '', atMs: performance.now() });
      }
    }
  }

  #keep(event: BaresipEvent): void {
    this.#events.push(event);
    for (const wake of [...this.#waiting]) wake();
  }
}
