// The kernel's watchdog device: it restarts the board by itself unless it is fed.

import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import { halAddon } from '../../native/addon.ts';
import type { Watchdog } from '../../watchdog.ts';
import { deviceError, errnoOf } from '../device/device-error.ts';
import { ToldState } from '../device/told-state.ts';

/** What is asked of the open device, for tests without one. */
export interface WatchdogFile {
  /** Throws an error of the system. */
  open(file: string): number;
  /** Whole seconds; below zero an error number of the system. */
  setTimeout(fd: number, seconds: number): number;
  write(fd: number, text: string): void;
  close(fd: number): void;
}

const kernelFile: WatchdogFile = {
  open: (file) => openSync(file, constants.O_WRONLY),
  setTimeout: (fd, seconds) => halAddon().watchdogTimeout(fd, seconds),
  write: (fd, text) => writeSync(fd, text),
  close: (fd) => closeSync(fd),
};

export class DeviceWatchdog implements Watchdog, Diagnosable {
  readonly #file: string;
  readonly #kernel: WatchdogFile;
  readonly #told: ToldState;
  #fd: number | undefined;

  constructor(file: string, warn: (sentence: string) => void, kernel: WatchdogFile = kernelFile) {
    this.#file = file;
    this.#kernel = kernel;
    this.#told = new ToldState(`watchdog ${file}`, warn);
  }

  /** The device counts whole seconds: it waits up to one longer. Opening it starts it. */
  arm(timeoutMs: number): void {
    const seconds = Math.max(1, Math.ceil(timeoutMs / 1000));
    try {
      this.#fd ??= this.#kernel.open(this.#file);
    } catch (error) {
      this.#told.fails(deviceError(errnoOf(error), this.#file, 'root'));
      return;
    }
    const answer = this.#kernel.setTimeout(this.#fd, seconds);
    if (answer < 0) this.#told.fails(`it does not wait for ${seconds} s (error ${-answer} of the system)`);
    else this.#told.works(`restarts the board after ${seconds} s`);
    this.feed();
  }

  feed(): void {
    this.#write('1');
  }

  /** The letter V tells the device that it is closed on purpose; where the kernel forbids that, it goes on counting. */
  disarm(): void {
    if (this.#fd === undefined) return;
    this.#write('V');
    if (this.#fd !== undefined) this.#kernel.close(this.#fd);
    this.#fd = undefined;
  }

  states(): readonly DeviceState[] {
    return [this.#told.state];
  }

  #write(text: string): void {
    if (this.#fd === undefined) return;
    try {
      this.#kernel.write(this.#fd, text);
    } catch (error) {
      this.#told.fails(deviceError(errnoOf(error), this.#file, 'root'));
    }
  }
}
