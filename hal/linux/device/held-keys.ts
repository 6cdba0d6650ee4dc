// Keys that several sources may hold at once, reported down by the first and up by the last.

import type { Clock } from '../../clock.ts';
import type { KeyEvent, KeyName } from '../../keypad.ts';

export class HeldKeys {
  readonly #clock: Clock;
  readonly #listeners = new Set<(event: KeyEvent) => void>();
  readonly #holders = new Map<KeyName, Set<string>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  onKey(listener: (event: KeyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** `source` names one contact of one device; pressing what it holds already changes nothing. */
  press(key: KeyName, source: string, atMs: number): void {
    const holders = this.#holders.get(key);
    if (holders) {
      holders.add(source);
      return;
    }
    this.#holders.set(key, new Set([source]));
    this.#report({ key, down: true, atMs });
  }

  release(key: KeyName, source: string, atMs: number): void {
    const holders = this.#holders.get(key);
    if (!holders?.delete(source) || holders.size > 0) return;
    this.#holders.delete(key);
    this.#report({ key, down: false, atMs });
  }

  /** The device is gone: whatever its sources held comes up. */
  releaseAll(isGone: (source: string) => boolean = () => true): void {
    for (const [key, holders] of [...this.#holders]) {
      for (const source of [...holders]) if (isGone(source)) this.release(key, source, this.#clock.nowMs());
    }
  }

  close(): void {
    this.#listeners.clear();
    this.#holders.clear();
  }

  #report(event: KeyEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
