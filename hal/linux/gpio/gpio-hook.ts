// The hook switch on a GPIO line, debounced by the kernel.

import type { Clock } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import type { HookPosition, HookSwitch } from '../../hook-switch.ts';
import type { ActiveLevel, Bias, GpioHost } from './gpio-chip.ts';
import { GpioInputs } from './gpio-inputs.ts';

export interface GpioHookOptions {
  readonly host: GpioHost;
  readonly clock: Clock;
  readonly chip?: string | undefined;
  readonly offset: number;
  readonly active: ActiveLevel;
  readonly bias: Bias;
  readonly activeMeans: HookPosition;
  readonly debounceMs: number;
  warn(sentence: string): void;
}

export class GpioHook implements HookSwitch, Diagnosable {
  readonly #options: GpioHookOptions;
  readonly #inputs: GpioInputs;
  readonly #listeners = new Set<(position: HookPosition) => void>();
  #position: HookPosition = 'on-hook';

  constructor(options: GpioHookOptions) {
    this.#options = options;
    this.#inputs = new GpioInputs({
      ...options,
      chip: options.chip,
      lines: [{ use: 'switch', offset: options.offset }],
      device: 'hook switch',
      onChange: () => this.#look(),
      onOpened: () => this.#look(),
    });
  }

  start(): this {
    this.#inputs.start();
    return this;
  }

  get position(): HookPosition {
    return this.#position;
  }

  onChange(listener: (position: HookPosition) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  states(): readonly DeviceState[] {
    return this.#inputs.states();
  }

  close(): void {
    this.#inputs.close();
    this.#listeners.clear();
  }

  #look(): void {
    const { activeMeans } = this.#options;
    const other = activeMeans === 'off-hook' ? 'on-hook' : 'off-hook';
    // Until the line can be read nobody holds a handset.
    const position = this.#inputs.isOpen ? (this.#inputs.isActive('switch') ? activeMeans : other) : 'on-hook';
    if (position === this.#position) return;
    this.#position = position;
    for (const listener of [...this.#listeners]) listener(position);
  }
}
