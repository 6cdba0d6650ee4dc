// The keys of the desk set in the browser; several pages may hold the same key, which is down while any does.

import type { Clock } from '../clock.ts';
import type { KeyEvent, KeyName, Keypad } from '../keypad.ts';
import type { DeskSetLink, DeskSetPage } from './desk-set.ts';

export class SimKeypad implements Keypad {
  readonly #link: DeskSetLink;
  readonly #clock: Clock;
  readonly #keyListeners = new Set<(event: KeyEvent) => void>();
  readonly #textListeners = new Set<(character: string) => void>();
  readonly #holders = new Map<KeyName, Set<DeskSetPage>>();
  readonly #detach: () => void;
  #textExpected = false;

  constructor(link: DeskSetLink, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
    this.#detach = link.attach({
      onOpened: (page) => page.tell({ type: 'text-expected', expected: this.#textExpected }),
      onMessage: (message, page) => {
        if (message.type === 'key' && message.down) this.#press(message.key, page);
        else if (message.type === 'key') this.#release(message.key, page);
        else if (message.type === 'text') for (const listener of this.#textListeners) listener(message.character);
      },
      onClosed: (page) => {
        for (const key of [...this.#holders.keys()]) this.#release(key, page);
      },
    });
  }

  onKey(listener: (event: KeyEvent) => void): () => void {
    this.#keyListeners.add(listener);
    return () => void this.#keyListeners.delete(listener);
  }

  onText(listener: (character: string) => void): () => void {
    this.#textListeners.add(listener);
    return () => void this.#textListeners.delete(listener);
  }

  expectText(expected: boolean): void {
    if (expected === this.#textExpected) return;
    this.#textExpected = expected;
    this.#link.tellAll({ type: 'text-expected', expected });
  }

  close(): void {
    this.#detach();
    this.#holders.clear();
    this.#keyListeners.clear();
    this.#textListeners.clear();
  }

  #press(key: KeyName, page: DeskSetPage): void {
    const holders = this.#holders.get(key);
    if (holders) {
      holders.add(page);
      return;
    }
    this.#holders.set(key, new Set([page]));
    this.#report(key, true);
  }

  #release(key: KeyName, page: DeskSetPage): void {
    const holders = this.#holders.get(key);
    if (!holders?.delete(page) || holders.size > 0) return;
    this.#holders.delete(key);
    this.#report(key, false);
  }

  #report(key: KeyName, down: boolean): void {
    const event = { key, down, atMs: this.#clock.nowMs() };
    for (const listener of this.#keyListeners) listener(event);
  }
}
