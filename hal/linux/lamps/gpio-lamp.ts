// A lamp, or the line of a bell, on a GPIO line.

import { closeSync } from 'node:fs';
import type { Clock } from '../../clock.ts';
import type { DeviceState } from '../../device-state.ts';
import { ok, type Result } from '../../result.ts';
import { deviceError } from '../device/device-error.ts';
import { Retried } from '../device/retried.ts';
import { type ActiveLevel, type GpioHost, takeLines } from '../gpio/gpio-chip.ts';
import type { Lamp } from './lamp.ts';

export interface GpioLampOptions {
  readonly host: GpioHost;
  readonly clock: Clock;
  readonly chip?: string | undefined;
  readonly offset: number;
  /** What the lamp shows, for the log. */
  readonly use: string;
  readonly active: ActiveLevel;
  warn(sentence: string): void;
}

export class GpioLamp implements Lamp {
  readonly #options: GpioLampOptions;
  readonly #retried: Retried;
  #line: number | undefined;
  #isOn = false;

  constructor(options: GpioLampOptions) {
    this.#options = options;
    const { clock, use, warn } = options;
    this.#retried = new Retried(clock, `lamp "${use}"`, warn, () => this.#open());
    this.#retried.start();
  }

  get state(): DeviceState {
    return this.#retried.state;
  }

  light(isOn: boolean): void {
    this.#isOn = isOn;
    if (this.#line === undefined) return;
    const answer = this.#options.host.requests.gpioSet(this.#line, 1, isOn ? 1 : 0);
    if (answer >= 0) return;
    this.#free();
    this.#retried.lost(deviceError(-answer, 'the GPIO chip', 'gpio'));
  }

  close(): void {
    this.#retried.close();
    this.#free();
  }

  #open(): Result<string> {
    const { host, chip, offset, use, active } = this.#options;
    const wish = { lines: [{ offset, use }], as: 'output', active, bias: 'none', debounceMs: 0 } as const;
    const taken = takeLines(host, chip, wish);
    if (!taken.ok) return taken;
    this.#line = taken.value;
    host.requests.gpioSet(this.#line, 1, this.#isOn ? 1 : 0);
    return ok(`line ${offset}`);
  }

  #free(): void {
    if (this.#line !== undefined) closeSync(this.#line);
    this.#line = undefined;
  }
}
