// The hook switch as the kernel reports it: a switch of a cradle or plug, or a key that is held while off the hook.

import type { Clock, Timer } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import type { HookPosition, HookSwitch } from '../../hook-switch.ts';
import type { InputChange, InputSource } from './input-source.ts';

export interface EvdevHookOptions {
  readonly source: InputSource;
  readonly clock: Clock;
  readonly kind: InputChange['kind'];
  readonly code: number;
  /** Which position the code stands for while it is on. */
  readonly onMeans: HookPosition;
  /** A handset that is put down bounces in its cradle for longer than a key does. */
  readonly debounceMs: number;
  /** Each press changes the position, for a key that nobody can hold through a call. */
  readonly toggles?: boolean | undefined;
}

export class EvdevHook implements HookSwitch, Diagnosable {
  readonly #options: EvdevHookOptions;
  readonly #listeners = new Set<(position: HookPosition) => void>();
  readonly #detach: () => void;
  #position: HookPosition;
  #settling: Timer | undefined;

  constructor(options: EvdevHookOptions) {
    this.#options = options;
    this.#position = this.#now();
    this.#detach = options.source.attach({
      onChange: ({ kind, code, isOn, isRepeated }) => {
        if (kind !== options.kind || code !== options.code || isRepeated) return;
        if (!options.toggles) this.#settle();
        else if (isOn) this.#move(this.#position === 'on-hook' ? 'off-hook' : 'on-hook');
      },
      onGone: () => this.#settle(),
    });
  }

  get position(): HookPosition {
    return this.#position;
  }

  onChange(listener: (position: HookPosition) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  states(): readonly DeviceState[] {
    return this.#options.source.states();
  }

  close(): void {
    this.#detach();
    this.#settling?.cancel();
    this.#listeners.clear();
  }

  #settle(): void {
    this.#settling?.cancel();
    this.#settling = this.#options.clock.after(this.#options.debounceMs, () => {
      this.#move(this.#now());
    });
  }

  #move(position: HookPosition): void {
    if (position === this.#position) return;
    this.#position = position;
    for (const listener of [...this.#listeners]) listener(position);
  }

  /** A hook that is unplugged is on the hook: nobody holds a handset that is not there. */
  #now(): HookPosition {
    const { source, kind, code, onMeans, toggles } = this.#options;
    if (toggles || !source.states().every(({ isWorking }) => isWorking)) return 'on-hook';
    const other = onMeans === 'off-hook' ? 'on-hook' : 'off-hook';
    return source.isOn(kind, code) ? onMeans : other;
  }
}
