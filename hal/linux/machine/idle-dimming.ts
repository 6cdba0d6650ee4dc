// Dims a screen that nobody uses, and lights it again at a key, a touch, the hook, or a lamp that calls somebody.

import type { Clock, Timer } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import type { HookSwitch } from '../../hook-switch.ts';
import type { Indicators, LampName, LampState } from '../../indicators.ts';
import type { Keypad } from '../../keypad.ts';
import type { Screen } from '../../screen.ts';

export interface DimmingSteps {
  readonly dimAfterMs: number;
  /** Share of full brightness while dimmed. */
  readonly dimTo: number;
  /** Absent: it never goes out. */
  readonly offAfterMs?: number | undefined;
}

export interface DimmedPorts {
  readonly keypad: Keypad;
  readonly hook: HookSwitch;
  readonly screen: Pick<Screen, 'onTouch' | 'setBacklight'>;
}

export class IdleDimming {
  readonly #clock: Clock;
  readonly #steps: DimmingSteps;
  readonly #screen: DimmedPorts['screen'];
  readonly #leave: readonly (() => void)[];
  #timer: Timer | undefined;
  #level = 1;

  constructor(clock: Clock, steps: DimmingSteps, { keypad, hook, screen }: DimmedPorts) {
    this.#clock = clock;
    this.#steps = steps;
    this.#screen = screen;
    this.#leave = [
      keypad.onKey(() => this.wake()),
      keypad.onText(() => this.wake()),
      hook.onChange(() => this.wake()),
      screen.onTouch(() => this.wake()),
    ];
    screen.setBacklight(1);
    this.wake();
  }

  wake(): void {
    this.#set(1);
    this.#timer?.cancel();
    const { dimAfterMs, dimTo, offAfterMs } = this.#steps;
    this.#timer = this.#clock.after(dimAfterMs, () => {
      this.#set(dimTo);
      if (offAfterMs === undefined) return;
      this.#timer = this.#clock.after(Math.max(0, offAfterMs - dimAfterMs), () => this.#set(0));
    });
  }

  close(): void {
    this.#timer?.cancel();
    for (const leave of this.#leave) leave();
    this.#set(1);
  }

  #set(level: number): void {
    if (level === this.#level) return;
    this.#level = level;
    this.#screen.setBacklight(level);
  }
}

/** Lamps whose change lights the screen: who is called wants to see by whom. */
export class WakingIndicators implements Indicators, Diagnosable {
  readonly #indicators: Indicators;
  readonly #wake: () => void;

  constructor(indicators: Indicators, wake: () => void) {
    this.#indicators = indicators;
    this.#wake = wake;
  }

  set(lamp: LampName, state: LampState): void {
    if (this.#indicators.get(lamp) !== state) this.#wake();
    this.#indicators.set(lamp, state);
  }

  get(lamp: LampName): LampState {
    return this.#indicators.get(lamp);
  }

  states(): readonly DeviceState[] {
    return 'states' in this.#indicators ? (this.#indicators as Indicators & Diagnosable).states() : [];
  }

  close(): void {
    this.#indicators.close();
  }
}
