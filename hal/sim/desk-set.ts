// The desk set in a browser: one loopback server that screen, keys, hook and lamps share, for any number of pages.

import type { WebSocket } from 'ws';
import { type LoopbackOptions, type LoopbackServer, openLoopbackServer } from './link/loopback-server.ts';
import { type PageMessage, type PhoneMessage, parsePageMessage } from './link/messages.ts';

/** One open page. */
export interface DeskSetPage {
  tell(message: PhoneMessage): void;
  sendFrame(frame: Uint8Array): void;
}

/** What a simulated driver listens to; every listener gets every page's messages, in the order they came. */
export interface DeskSetListener {
  /** A page opened: tell it all that it must know to draw this part of the desk set. */
  onOpened?(page: DeskSetPage): void;
  onMessage?(message: PageMessage, page: DeskSetPage): void;
  /** The page is gone: whatever it held is let go. */
  onClosed?(page: DeskSetPage): void;
}

/** The desk set as its drivers know it, so that they run without a network too. */
export interface DeskSetLink {
  attach(listener: DeskSetListener): () => void;
  tellAll(message: PhoneMessage): void;
}

export type DeskSetOptions = LoopbackOptions;

/** RFC 6455 7.4.1: closed without a word. */
const brokenOff = 1006;

export class DeskSet implements DeskSetLink {
  readonly #listeners = new Set<DeskSetListener>();
  readonly #pages = new Set<DeskSetPage>();
  readonly #refused: (reason: string) => void;
  #server: LoopbackServer | undefined;

  private constructor(options: DeskSetOptions) {
    this.#refused = options.onRefused ?? (() => undefined);
  }

  static async open(options: DeskSetOptions): Promise<DeskSet> {
    const deskSet = new DeskSet(options);
    deskSet.#server = await openLoopbackServer(options, (socket) => deskSet.#welcome(socket));
    return deskSet;
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  get pageCount(): number {
    return this.#pages.size;
  }

  attach(listener: DeskSetListener): () => void {
    this.#listeners.add(listener);
    for (const page of this.#pages) listener.onOpened?.(page);
    return () => void this.#listeners.delete(listener);
  }

  tellAll(message: PhoneMessage): void {
    for (const page of this.#pages) page.tell(message);
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#listeners.clear();
  }

  #welcome(socket: WebSocket): void {
    const page: DeskSetPage = {
      tell: (message) => socket.send(JSON.stringify(message)),
      sendFrame: (frame) => socket.send(frame),
    };
    this.#pages.add(page);
    socket.on('message', (data, isBinary) => this.#receive(socket, page, isBinary ? undefined : String(data)));
    socket.on('close', (code) => {
      this.#pages.delete(page);
      if (code === brokenOff) this.#refused(`Console page gone: its connection broke off; ${this.#pages.size} left.`);
      for (const listener of this.#listeners) listener.onClosed?.(page);
    });
    for (const listener of this.#listeners) listener.onOpened?.(page);
  }

  #receive(socket: WebSocket, page: DeskSetPage, text: string | undefined): void {
    const message = text === undefined ? undefined : parsePageMessage(text);
    if (!message?.ok) {
      this.#refused(`Console page dropped: it sent something ${message?.error ?? 'binary'}.`);
      socket.close(1008, 'not understood');
      return;
    }
    for (const listener of this.#listeners) listener.onMessage?.(message.value, page);
  }
}
