// The hook of the desk set in the browser; the handset stays where it was put, also when every page is closed.

import type { HookPosition, HookSwitch } from '../hook-switch.ts';
import type { DeskSetLink } from './desk-set.ts';

export class SimHookSwitch implements HookSwitch {
  #position: HookPosition = 'on-hook';
  readonly #link: DeskSetLink;
  readonly #listeners = new Set<(position: HookPosition) => void>();
  readonly #detach: () => void;

  constructor(link: DeskSetLink) {
    this.#link = link;
    this.#detach = link.attach({
      onOpened: (page) => page.tell({ type: 'hook', position: this.#position }),
      onMessage: (message) => {
        if (message.type === 'hook') this.#move(message.position);
      },
    });
  }

  get position(): HookPosition {
    return this.#position;
  }

  onChange(listener: (position: HookPosition) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#detach();
    this.#listeners.clear();
  }

  #move(position: HookPosition): void {
    if (position === this.#position) return;
    this.#position = position;
    this.#link.tellAll({ type: 'hook', position });
    for (const listener of this.#listeners) listener(position);
  }
}
