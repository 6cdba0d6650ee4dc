// A keypad that a test presses.

import type { Clock } from '../../clock.ts';
import type { KeyEvent, KeyName, Keypad } from '../../keypad.ts';

export class ScriptedKeypad implements Keypad {
  textExpected = false;
  readonly #clock: Clock;
  readonly #down = new Set<KeyName>();
  readonly #keyListeners = new Set<(event: KeyEvent) => void>();
  readonly #textListeners = new Set<(character: string) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
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
    this.textExpected = expected;
  }

  press(...keys: readonly KeyName[]): void {
    for (const key of keys) {
      this.down(key);
      this.up(key);
    }
  }

  down(key: KeyName): void {
    if (this.#down.has(key)) return;
    this.#down.add(key);
    this.#report(key, true);
  }

  up(key: KeyName): void {
    if (this.#down.delete(key)) this.#report(key, false);
  }

  type(text: string): void {
    for (const character of text) for (const listener of this.#textListeners) listener(character);
  }

  /** The cable is pulled: held keys come up. */
  lose(): void {
    for (const key of [...this.#down]) this.up(key);
  }

  close(): void {
    this.#keyListeners.clear();
    this.#textListeners.clear();
    this.#down.clear();
  }

  #report(key: KeyName, down: boolean): void {
    const event = { key, down, atMs: this.#clock.nowMs() };
    for (const listener of this.#keyListeners) listener(event);
  }
}
