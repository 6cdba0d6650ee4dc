// A keypad that a bench test listens to, and that it can keep from the phone while each key is tried.

import type { KeyEvent, KeyName, Keypad } from '../../../hal/keypad.ts';

export class TappedKeypad implements Keypad {
  readonly #keypad: Keypad;
  readonly #keyListeners = new Set<(event: KeyEvent) => void>();
  readonly #textListeners = new Set<(character: string) => void>();
  /** Keys whose going down the phone has heard: it hears their going up, too. */
  readonly #down = new Set<KeyName>();
  #captured = false;

  constructor(keypad: Keypad, tell: (event: KeyEvent) => void) {
    this.#keypad = keypad;
    keypad.onKey((event) => {
      tell(event);
      this.#pass(event);
    });
    keypad.onText((character) => {
      if (this.#captured) return;
      for (const listener of this.#textListeners) listener(character);
    });
  }

  capture(on: boolean): void {
    this.#captured = on;
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
    this.#keypad.expectText?.(expected);
  }

  close(): void {
    this.#keyListeners.clear();
    this.#textListeners.clear();
    this.#keypad.close();
  }

  #pass(event: KeyEvent): void {
    const isHeard = event.down ? !this.#captured : this.#down.delete(event.key);
    if (!isHeard) return;
    if (event.down) this.#down.add(event.key);
    for (const listener of this.#keyListeners) listener(event);
  }
}
