// The `/bench` WebSocket: tells each page what the phones do, remembers enough for a page that comes late, takes wishes.

import type { WebSocket } from 'ws';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import { Past } from './past.ts';
import { type Bench, type ConsolePhone, type PagePhone, parseFromPage, type ToPage } from './protocol.ts';

/** A page that is this far behind is not looking; it gets everything again when it reconnects. */
const mostBufferedBytes = 8 * 1024 * 1024;

export class BenchFeed {
  readonly #bench: Bench;
  readonly #describe: (phone: ConsolePhone) => PagePhone;
  readonly #pages = new Set<WebSocket>();
  readonly #past = new Past();
  readonly #stop: (() => void)[];

  /** `describe` turns ports and tokens into addresses that a page can reach. */
  constructor(bench: Bench, describe: (phone: ConsolePhone) => PagePhone) {
    this.#bench = bench;
    this.#describe = describe;
    this.#stop = [
      bench.onPhone((phone) => this.#tellAll({ type: 'phone', phone: this.#describe(phone) })),
      bench.onEvent((phone, event) => this.#remember(phone, event)),
      bench.onReport((report) => this.#tellAll({ type: 'report', report })),
    ];
  }

  welcome(socket: WebSocket): void {
    this.#pages.add(socket);
    socket.on('close', () => this.#pages.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => this.#receive(socket, String(data)));
    const bench = this.#bench;
    const phones = bench.phones().map((phone) => this.#describe(phone));
    tell(socket, {
      type: 'hello',
      domain: bench.domain,
      phones,
      company: bench.company,
      impairment: bench.impairment(),
      reports: bench.reports(),
    });
    for (const message of this.#past.messages) tell(socket, message);
  }

  close(): void {
    for (const stop of this.#stop) stop();
    for (const page of this.#pages) page.terminate();
  }

  #receive(socket: WebSocket, text: string): void {
    const message = parseFromPage(text);
    if (!message.ok) {
      socket.close(1008, `not understood: ${message.error}`);
      return;
    }
    if (message.value.type === 'ring') {
      void this.#ring(socket, message.value.extension, message.value.phone);
      return;
    }
    this.#bench.impair(message.value.impairment);
    const answer = { type: 'impairment', impairment: this.#bench.impairment() } as const;
    for (const page of this.#pages)
      this.#tell(page, page === socket ? { ...answer, change: message.value.change } : answer);
  }

  async #ring(socket: WebSocket, extension: string, phone: number): Promise<void> {
    const rung = await this.#bench.ring(extension, phone);
    if (!rung.ok) tell(socket, { type: 'notice', text: rung.error });
  }

  #remember(phone: number, event: DiagnosticEvent): void {
    const message = { type: 'event', phone, atMs: Date.now(), event } as const;
    this.#past.add(message);
    this.#tellAll(message);
  }

  #tellAll(message: ToPage): void {
    for (const page of this.#pages) this.#tell(page, message);
  }

  #tell(page: WebSocket, message: ToPage): void {
    if (page.bufferedAmount > mostBufferedBytes) page.terminate();
    else tell(page, message);
  }
}

function tell(socket: WebSocket, message: ToPage): void {
  socket.send(JSON.stringify(message));
}
