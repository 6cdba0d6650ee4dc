// A store that forgets at the end of the process, for tests and for a phone whose disk is gone.

import { ok, type Result } from '../../hal/result.ts';
import type { Store } from './store.ts';

export class MemoryStore implements Store {
  readonly #texts = new Map<string, string>();

  read(name: string): unknown {
    const text = this.#texts.get(name);
    return text === undefined ? undefined : JSON.parse(text);
  }

  write(name: string, value: unknown): Result<void> {
    this.#texts.set(name, JSON.stringify(value));
    return ok(undefined);
  }

  remove(name: string): Result<void> {
    this.#texts.delete(name);
    return ok(undefined);
  }
}
