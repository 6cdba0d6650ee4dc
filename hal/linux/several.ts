// Several devices behind one port: keys of all of them, off the hook while any is, each lamp wherever it is.

import type { Clock } from '../clock.ts';
import type { DeviceState, Diagnosable } from '../device-state.ts';
import type { HookPosition, HookSwitch } from '../hook-switch.ts';
import type { Indicators, LampName, LampState } from '../indicators.ts';
import type { KeyEvent, Keypad } from '../keypad.ts';
import { HeldKeys } from './device/held-keys.ts';

export class SeveralKeypads implements Keypad, Diagnosable {
  readonly #keypads: readonly Keypad[];
  readonly #held: HeldKeys;

  constructor(keypads: readonly Keypad[], clock: Clock) {
    this.#keypads = keypads;
    this.#held = new HeldKeys(clock);
    for (const [at, keypad] of keypads.entries()) {
      keypad.onKey(({ key, down, atMs }) =>
        down ? this.#held.press(key, String(at), atMs) : this.#held.release(key, String(at), atMs),
      );
    }
  }

  onKey(listener: (event: KeyEvent) => void): () => void {
    return this.#held.onKey(listener);
  }

  onText(listener: (character: string) => void): () => void {
    const leave = this.#keypads.map((keypad) => keypad.onText(listener));
    return () => {
      for (const stop of leave) stop();
    };
  }

  expectText(expected: boolean): void {
    for (const keypad of this.#keypads) keypad.expectText?.(expected);
  }

  states(): readonly DeviceState[] {
    return statesOf(this.#keypads);
  }

  close(): void {
    for (const keypad of this.#keypads) keypad.close();
    this.#held.close();
  }
}

export class SeveralHooks implements HookSwitch, Diagnosable {
  readonly #hooks: readonly HookSwitch[];
  readonly #listeners = new Set<(position: HookPosition) => void>();
  #position: HookPosition;

  constructor(hooks: readonly HookSwitch[]) {
    this.#hooks = hooks;
    this.#position = this.#now();
    for (const hook of hooks) hook.onChange(() => this.#look());
  }

  get position(): HookPosition {
    return this.#position;
  }

  onChange(listener: (position: HookPosition) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  states(): readonly DeviceState[] {
    return statesOf(this.#hooks);
  }

  close(): void {
    for (const hook of this.#hooks) hook.close();
    this.#listeners.clear();
  }

  #look(): void {
    const position = this.#now();
    if (position === this.#position) return;
    this.#position = position;
    for (const listener of [...this.#listeners]) listener(position);
  }

  #now(): HookPosition {
    return this.#hooks.some((hook) => hook.position === 'off-hook') ? 'off-hook' : 'on-hook';
  }
}

export class SeveralIndicators implements Indicators, Diagnosable {
  readonly #all: readonly Indicators[];
  readonly #lamps = new Map<LampName, LampState>();

  constructor(all: readonly Indicators[]) {
    this.#all = all;
  }

  set(lamp: LampName, state: LampState): void {
    this.#lamps.set(lamp, state);
    for (const indicators of this.#all) indicators.set(lamp, state);
  }

  get(lamp: LampName): LampState {
    return this.#lamps.get(lamp) ?? 'off';
  }

  states(): readonly DeviceState[] {
    return statesOf(this.#all);
  }

  close(): void {
    for (const indicators of this.#all) indicators.close();
  }
}

/** Of the drivers that can tell. */
export function statesOf(drivers: readonly object[]): readonly DeviceState[] {
  return drivers.flatMap((driver) => ('states' in driver ? (driver as Diagnosable).states() : []));
}
