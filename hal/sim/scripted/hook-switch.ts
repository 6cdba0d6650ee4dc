// A hook that a test lifts and lowers.

import type { HookPosition, HookSwitch } from '../../hook-switch.ts';

export class ScriptedHookSwitch implements HookSwitch {
  #position: HookPosition;
  readonly #listeners = new Set<(position: HookPosition) => void>();

  constructor(position: HookPosition = 'on-hook') {
    this.#position = position;
  }

  get position(): HookPosition {
    return this.#position;
  }

  onChange(listener: (position: HookPosition) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  lift(): void {
    this.#move('off-hook');
  }

  hangUp(): void {
    this.#move('on-hook');
  }

  close(): void {
    this.#listeners.clear();
  }

  #move(position: HookPosition): void {
    if (position === this.#position) return;
    this.#position = position;
    for (const listener of this.#listeners) listener(position);
  }
}
