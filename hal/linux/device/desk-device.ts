// One device that has keys, a hook and lamps, as the three ports of a board.

import type { DeviceState, Diagnosable } from '../../device-state.ts';
import type { HookPosition, HookSwitch } from '../../hook-switch.ts';
import type { Indicators, LampName, LampState } from '../../indicators.ts';
import type { KeyEvent, Keypad } from '../../keypad.ts';

/** Contract: nothing is told after its own `close`; `position` is true from the first moment. */
export interface DeskDevice extends Diagnosable {
  readonly position: HookPosition;
  onKey(listener: (event: KeyEvent) => void): () => void;
  onHook(listener: (position: HookPosition) => void): () => void;
  setLamp(lamp: LampName, state: LampState): void;
  lamp(lamp: LampName): LampState;
}

export class DeviceKeypad implements Keypad, Diagnosable {
  readonly #device: DeskDevice;
  readonly #leave = new Set<() => void>();

  constructor(device: DeskDevice) {
    this.#device = device;
  }

  onKey(listener: (event: KeyEvent) => void): () => void {
    const leave = this.#device.onKey(listener);
    this.#leave.add(leave);
    return leave;
  }

  onText(): () => void {
    return () => undefined;
  }

  states(): readonly DeviceState[] {
    return this.#device.states();
  }

  close(): void {
    for (const leave of this.#leave) leave();
  }
}

export class DeviceHook implements HookSwitch {
  readonly #device: DeskDevice;
  readonly #leave = new Set<() => void>();

  constructor(device: DeskDevice) {
    this.#device = device;
  }

  get position(): HookPosition {
    return this.#device.position;
  }

  onChange(listener: (position: HookPosition) => void): () => void {
    const leave = this.#device.onHook(listener);
    this.#leave.add(leave);
    return leave;
  }

  close(): void {
    for (const leave of this.#leave) leave();
  }
}

export class DeviceLamps implements Indicators {
  readonly #device: DeskDevice;

  constructor(device: DeskDevice) {
    this.#device = device;
  }

  set(lamp: LampName, state: LampState): void {
    this.#device.setLamp(lamp, state);
  }

  get(lamp: LampName): LampState {
    return this.#device.lamp(lamp);
  }

  close(): void {
    // The lamps go out when the device is closed.
  }
}
