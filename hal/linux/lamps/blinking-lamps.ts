// Lamps of a real machine by what they mean, with one beat for all that blink.

import type { Clock, Timer } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import type { Indicators, LampName, LampState } from '../../indicators.ts';
import type { Lamp } from './lamp.ts';

const halfBlinkMs = 500;

export class BlinkingLamps implements Indicators, Diagnosable {
  readonly #clock: Clock;
  readonly #lamps: ReadonlyMap<LampName, Lamp>;
  readonly #states = new Map<LampName, LampState>();
  #beat: Timer | undefined;
  #isLitHalf = true;

  constructor(clock: Clock, lamps: ReadonlyMap<LampName, Lamp>) {
    this.#clock = clock;
    this.#lamps = lamps;
    for (const lamp of lamps.values()) lamp.light(false);
  }

  set(name: LampName, state: LampState): void {
    if (this.get(name) === state) return;
    this.#states.set(name, state);
    if (state === 'blink' && !this.#beat) this.#startBeat();
    this.#lamps.get(name)?.light(state === 'on' || (state === 'blink' && this.#isLitHalf));
  }

  get(name: LampName): LampState {
    return this.#states.get(name) ?? 'off';
  }

  states(): readonly DeviceState[] {
    return [...this.#lamps.values()].map((lamp) => lamp.state);
  }

  close(): void {
    this.#beat?.cancel();
    this.#beat = undefined;
    for (const lamp of this.#lamps.values()) {
      lamp.light(false);
      lamp.close();
    }
  }

  #startBeat(): void {
    this.#isLitHalf = true;
    const turn = (): void => {
      const blinking = [...this.#lamps].filter(([name]) => this.get(name) === 'blink');
      if (blinking.length === 0) {
        this.#beat = undefined;
        return;
      }
      this.#isLitHalf = !this.#isLitHalf;
      for (const [, lamp] of blinking) lamp.light(this.#isLitHalf);
      this.#beat = this.#clock.after(halfBlinkMs, turn);
    };
    this.#beat = this.#clock.after(halfBlinkMs, turn);
  }
}
