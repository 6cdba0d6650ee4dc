// A console page without a network: what the simulated drivers are told, and what they answer.

import type { DeskSetLink, DeskSetListener, DeskSetPage } from '../../../hal/sim/desk-set.ts';
import type { PageMessage, PhoneMessage } from '../../../hal/sim/link/messages.ts';

export class PageLink implements DeskSetLink {
  readonly told: PhoneMessage[] = [];
  readonly frames: Uint8Array[] = [];
  readonly #listeners = new Set<DeskSetListener>();
  readonly #page: DeskSetPage = {
    tell: (message) => void this.told.push(message),
    sendFrame: (frame) => void this.frames.push(frame),
  };

  attach(listener: DeskSetListener): () => void {
    this.#listeners.add(listener);
    listener.onOpened?.(this.#page);
    return () => void this.#listeners.delete(listener);
  }

  tellAll(message: PhoneMessage): void {
    this.told.push(message);
  }

  say(message: PageMessage): void {
    for (const listener of this.#listeners) listener.onMessage?.(message, this.#page);
  }

  closePage(): void {
    for (const listener of this.#listeners) listener.onClosed?.(this.#page);
  }
}
