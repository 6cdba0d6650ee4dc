// GPIO lines as inputs: debounced and dated by the kernel, with what was lost on the way asked again.

import type { Clock } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import { ok, type Result } from '../../result.ts';
import { deviceError } from '../device/device-error.ts';
import { DeviceFile } from '../device/device-file.ts';
import { KernelTime } from '../device/kernel-time.ts';
import { Retried } from '../device/retried.ts';
import { type ActiveLevel, type Bias, type GpioHost, type NamedLine, takeLines } from './gpio-chip.ts';
import { parseLineEvents } from './line-events.ts';

export interface GpioInputsOptions {
  readonly host: GpioHost;
  /** Label of the chip; absent: the header of a Raspberry Pi. */
  readonly chip: string | undefined;
  readonly lines: readonly NamedLine[];
  readonly active: ActiveLevel;
  readonly bias: Bias;
  readonly debounceMs: number;
  readonly clock: Clock;
  /** What a person calls it, for the log. */
  readonly device: string;
  warn(sentence: string): void;
  /** Changes only. */
  onChange(use: string, isActive: boolean, atMs: number): void;
  /** The lines can be read from now on. */
  onOpened?(): void;
}

export class GpioInputs implements Diagnosable {
  readonly #options: GpioInputsOptions;
  readonly #retried: Retried;
  readonly #time: KernelTime;
  readonly #active = new Set<string>();
  #file: DeviceFile | undefined;
  #sequence = 0;

  constructor(options: GpioInputsOptions) {
    const { clock, device, warn } = options;
    this.#options = options;
    this.#time = new KernelTime(clock);
    this.#retried = new Retried(clock, device, warn, () => this.#open());
  }

  start(): void {
    this.#retried.start();
  }

  /** Whether the lines can be read now. */
  get isOpen(): boolean {
    return this.#file !== undefined;
  }

  isActive(use: string): boolean {
    return this.#active.has(use);
  }

  states(): readonly DeviceState[] {
    return [this.#retried.state];
  }

  close(): void {
    this.#retried.close();
    this.#file?.close();
    this.#file = undefined;
  }

  #open(): Result<string> {
    const { host, chip, lines, active, bias, debounceMs } = this.#options;
    const taken = takeLines(host, chip, { lines, as: 'input', active, bias, debounceMs });
    if (!taken.ok) return taken;
    this.#sequence = 0;
    this.#file = new DeviceFile(taken.value, {
      onChunk: (chunk) => this.#take(chunk),
      onGone: (errno) => this.#lose(errno),
    });
    this.#ask();
    this.#options.onOpened?.();
    return ok(`lines ${lines.map(({ offset }) => offset).join(', ')}`);
  }

  #take(chunk: Uint8Array): void {
    for (const { offset, isActive, kernelMs, sequence } of parseLineEvents(chunk)) {
      const isLost = sequence !== this.#sequence + 1;
      this.#sequence = sequence;
      const line = this.#options.lines.find((one) => one.offset === offset);
      if (line) this.#change(line.use, isActive, this.#time.toClockMs(kernelMs));
      if (isLost) this.#ask();
    }
  }

  /** What the lines say now: at the beginning, and where edges were lost. */
  #ask(): void {
    const { host, lines, clock } = this.#options;
    const values = this.#file ? host.requests.gpioValues(this.#file.fd) : -1;
    if (values < 0) return;
    for (const [at, { use }] of lines.entries()) this.#change(use, ((values >>> at) & 1) === 1, clock.nowMs());
  }

  #lose(errno: number): void {
    this.#file = undefined;
    for (const use of [...this.#active]) this.#change(use, false, this.#options.clock.nowMs());
    this.#retried.lost(deviceError(errno, 'the GPIO chip', 'gpio'));
  }

  #change(use: string, isActive: boolean, atMs: number): void {
    if (this.#active.has(use) === isActive) return;
    if (isActive) this.#active.add(use);
    else this.#active.delete(use);
    this.#options.onChange(use, isActive, atMs);
  }
}
