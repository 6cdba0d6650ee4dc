// A lamp of the kernel's LED class, e.g. /sys/class/leds/mute.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { DeviceState } from '../../device-state.ts';
import { err, ok, type Result } from '../../result.ts';
import { deviceError, errnoOf } from '../device/device-error.ts';
import { Retried } from '../device/retried.ts';
import type { Lamp } from './lamp.ts';

export interface LedLampOptions {
  /** Folder in /sys/class/leds. */
  readonly led: string;
  /** Share of full brightness while lit, above 0 to 1. */
  readonly brightness: number;
  readonly clock: Clock;
  readonly sys?: string;
  warn(sentence: string): void;
}

export class LedLamp implements Lamp {
  readonly #folder: string;
  readonly #brightness: number;
  readonly #retried: Retried;
  #isOn = false;
  #most = 1;

  constructor({ led, brightness, clock, warn, sys = '/sys' }: LedLampOptions) {
    this.#folder = join(sys, 'class', 'leds', led);
    this.#brightness = brightness;
    this.#retried = new Retried(clock, `lamp ${led}`, warn, () => this.#open());
    this.#retried.start();
  }

  get state(): DeviceState {
    return this.#retried.state;
  }

  light(isOn: boolean): void {
    this.#isOn = isOn;
    if (!this.#retried.isWorking) return;
    const fault = this.#write();
    if (fault !== undefined) this.#retried.lost(fault);
  }

  close(): void {
    this.#retried.close();
  }

  /** The kernel's own use of the lamp (its trigger) ends, or it would write over ours. */
  #open(): Result<string> {
    try {
      this.#most = Number.parseInt(readFileSync(join(this.#folder, 'max_brightness'), 'utf8'), 10) || 1;
      writeFileSync(join(this.#folder, 'trigger'), 'none');
    } catch (error) {
      return err(deviceError(errnoOf(error), this.#folder, 'leds'));
    }
    const fault = this.#write();
    return fault === undefined ? ok(this.#folder) : err(fault);
  }

  /** What is wrong, as part of a sentence. */
  #write(): string | undefined {
    const level = this.#isOn ? Math.max(1, Math.round(this.#brightness * this.#most)) : 0;
    try {
      writeFileSync(join(this.#folder, 'brightness'), String(level));
      return undefined;
    } catch (error) {
      return deviceError(errnoOf(error), this.#folder, 'leds');
    }
  }
}
