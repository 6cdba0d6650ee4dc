// The network each phone sits behind: impairments set by name, acting on every path of that phone, now and later.

import { CLEAN, ImpairedPath, type Impairment } from './impairment.ts';

/** `up` is from the phone into the enterprise, `down` the other way. */
export type NetworkDirection = 'up' | 'down' | 'both';

export class NetworkConditions {
  readonly #seed: number;
  readonly #values = new Map<string, Impairment>();
  readonly #paths = new Map<ImpairedPath, string>();
  #made = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** `who` is an account's user part, or `all`. */
  set(who: string, values: Impairment, direction: NetworkDirection): void {
    const directions = direction === 'both' ? (['up', 'down'] as const) : [direction];
    for (const each of directions) {
      // Everybody means everybody: what was set for one before is overruled.
      if (who === 'all') for (const key of this.#values.keys()) if (key.endsWith(`|${each}`)) this.#values.delete(key);
      this.#values.set(`${who}|${each}`, values);
    }
    for (const [path, key] of this.#paths) path.set(this.#find(key));
  }

  open(user: string | undefined, direction: 'up' | 'down'): ImpairedPath {
    const path = new ImpairedPath(this.#seed + this.#made++);
    const key = `${user ?? ''}|${direction}`;
    path.set(this.#find(key));
    this.#paths.set(path, key);
    return path;
  }

  close(path: ImpairedPath): void {
    this.#paths.delete(path);
  }

  #find(key: string): Impairment {
    return this.#values.get(key) ?? this.#values.get(`all|${key.split('|')[1]}`) ?? CLEAN;
  }
}
