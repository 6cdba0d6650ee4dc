// The light behind a screen, by the kernel's backlight class.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import { err, ok, type Result } from '../../result.ts';
import { deviceError, errnoOf } from '../device/device-error.ts';
import { Retried } from '../device/retried.ts';

export interface BacklightOptions {
  /** Folder in /sys/class/backlight; absent: the only one. */
  readonly name?: string | undefined;
  /** Share of full brightness below which nothing can be read on this panel. */
  readonly least: number;
  readonly clock: Clock;
  readonly sys?: string;
  warn(sentence: string): void;
}

export class Backlight implements Diagnosable {
  readonly #options: BacklightOptions;
  readonly #retried: Retried;
  #folder: string | undefined;
  #most = 1;
  #level = 1;

  constructor(options: BacklightOptions) {
    this.#options = options;
    this.#retried = new Retried(options.clock, 'backlight', options.warn, () => this.#open());
    this.#retried.start();
  }

  /** Share of full brightness, 0 to 1; 0 is off. */
  set(level: number): void {
    this.#level = Math.min(1, Math.max(0, level));
    if (!this.#retried.isWorking) return;
    const fault = this.#write();
    if (fault !== undefined) this.#retried.lost(fault);
  }

  states(): readonly DeviceState[] {
    return [this.#retried.state];
  }

  /** A phone that ends leaves its screen lit: what comes next may have to be read. */
  close(): void {
    this.set(1);
    this.#retried.close();
  }

  #open(): Result<string> {
    const { name, sys = '/sys' } = this.#options;
    const all = join(sys, 'class', 'backlight');
    try {
      const [only, ...others] = name === undefined ? readdirSync(all) : [name];
      if (only === undefined) return err(`${all} is empty: this screen's light cannot be dimmed`);
      if (others.length > 0)
        return err(`there are several, ${[only, ...others].join(', ')}: name one in the board file`);
      this.#folder = join(all, only);
      this.#most = Number.parseInt(readFileSync(join(this.#folder, 'max_brightness'), 'utf8'), 10) || 1;
    } catch (error) {
      return err(deviceError(errnoOf(error), name === undefined ? all : join(all, name), 'video'));
    }
    const fault = this.#write();
    return fault === undefined ? ok(this.#folder) : err(fault);
  }

  /** What is wrong, as part of a sentence. */
  #write(): string | undefined {
    const { least } = this.#options;
    const share = this.#level === 0 ? 0 : least + (1 - least) * this.#level;
    const folder = this.#folder ?? '';
    try {
      writeFileSync(join(folder, 'brightness'), String(Math.round(share * this.#most)));
      return undefined;
    } catch (error) {
      return deviceError(errnoOf(error), folder, 'video');
    }
  }
}
