// A hook switch that a bench test listens to, and that it can keep from the phone while the hook is tried.

import type { HookPosition, HookSwitch } from '../../../hal/hook-switch.ts';

export class TappedHook implements HookSwitch {
  readonly #hook: HookSwitch;
  readonly #listeners = new Set<(position: HookPosition) => void>();
  #captured = false;
  #position: HookPosition;

  constructor(hook: HookSwitch, tell: (position: HookPosition) => void) {
    this.#hook = hook;
    this.#position = hook.position;
    hook.onChange((position) => {
      tell(position);
      this.#follow();
    });
  }

  get position(): HookPosition {
    return this.#position;
  }

  /** Where the handset really lies by now is told when the hook is given back. */
  capture(on: boolean): void {
    this.#captured = on;
    this.#follow();
  }

  onChange(listener: (position: HookPosition) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#hook.close();
  }

  #follow(): void {
    const { position } = this.#hook;
    if (this.#captured || position === this.#position) return;
    this.#position = position;
    for (const listener of this.#listeners) listener(position);
  }
}
