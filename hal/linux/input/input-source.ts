// Kernel input devices that match a description, opened as they are plugged in, for any number of drivers.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timer } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import { halAddon } from '../../native/addon.ts';
import type { DeviceAddon } from '../../native/devices.ts';
import { deviceError, isAbsent, notThere } from '../device/device-error.ts';
import { DeviceFile } from '../device/device-file.ts';
import { KernelTime } from '../device/kernel-time.ts';
import { ToldState } from '../device/told-state.ts';
import {
  describeMatch,
  type FoundInput,
  findInputs,
  type InputFolders,
  type InputMatch,
  inputFolders,
} from './find-input.ts';
import { droppedCode, eventTypes, isBitSet, parseInputEvents, reportCode } from './input-events.ts';

/** What a driver hears; `device` names one plugged device for as long as it is there. */
export interface InputListener {
  /** A change of a key or a switch; the kernel's own repeats are told as `repeated`. */
  onChange(change: InputChange): void;
  /** An axis of a panel or a stick moved; counts only with the report that follows. */
  onAxis?(device: string, axis: number, value: number): void;
  /** What came since the last report belongs together. */
  onReport?(device: string): void;
  /** Whatever this device held is let go. */
  onGone?(device: string): void;
}

export interface InputChange {
  readonly device: string;
  readonly kind: 'key' | 'switch';
  readonly code: number;
  readonly isOn: boolean;
  readonly isRepeated: boolean;
  readonly atMs: number;
}

export interface AxisRange {
  readonly now: number;
  readonly lowest: number;
  readonly highest: number;
}

export type InputRequests = Pick<
  DeviceAddon,
  'inputGrab' | 'inputDateMonotonic' | 'inputHeldKeys' | 'inputHeldSwitches' | 'inputAxis'
>;

export interface InputSourceOptions {
  readonly match: InputMatch;
  /** Whether everybody else on the machine is kept from these keys. */
  readonly grab: boolean;
  readonly clock: Clock;
  /** What a person calls it, for the log. */
  readonly device: string;
  warn(sentence: string): void;
  readonly folders?: InputFolders;
  readonly requests?: InputRequests;
}

interface OpenInput {
  readonly input: FoundInput;
  readonly file: DeviceFile;
  /** Codes that are on now, by kind. */
  readonly on: Readonly<Record<InputChange['kind'], Set<number>>>;
}

const lookEveryMs = 1_000;
/** Bytes of the kernel's bit fields: 768 keys, 17 switches. */
const bitBytes = { key: 96, switch: 4 } as const;

export class InputSource implements Diagnosable {
  readonly #options: InputSourceOptions;
  readonly #folders: InputFolders;
  readonly #requests: InputRequests;
  readonly #told: ToldState;
  readonly #time: KernelTime;
  readonly #listeners = new Set<InputListener>();
  readonly #open = new Map<string, OpenInput>();
  #timer: Timer | undefined;
  #lookedAt: number | undefined;

  constructor(options: InputSourceOptions) {
    this.#options = options;
    this.#folders = options.folders ?? inputFolders;
    this.#requests = options.requests ?? halAddon();
    this.#told = new ToldState(`${options.device} (${describeMatch(options.match)})`, options.warn);
    this.#time = new KernelTime(options.clock);
  }

  /** Looks for the devices now, and from now on. */
  start(): void {
    this.#look();
    this.#timer = this.#options.clock.after(lookEveryMs, () => this.start());
  }

  attach(listener: InputListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  isOn(kind: InputChange['kind'], code: number): boolean {
    return [...this.#open.values()].some((open) => open.on[kind].has(code));
  }

  /** What an axis of a plugged device can say; undefined where it has none. */
  axis(device: string, axis: number): AxisRange | undefined {
    const open = this.#open.get(device);
    const numbers = new Int32Array(6);
    if (!open || this.#requests.inputAxis(open.file.fd, axis, numbers) < 0) return undefined;
    const [now = 0, lowest = 0, highest = 0] = numbers;
    return highest > lowest ? { now, lowest, highest } : undefined;
  }

  states(): readonly DeviceState[] {
    return [this.#told.state];
  }

  close(): void {
    this.#timer?.cancel();
    this.#listeners.clear();
    for (const { file } of this.#open.values()) file.close();
    this.#open.clear();
  }

  /** The folder's own time says whether anything was plugged in, so that looking costs one call a second. */
  #look(): void {
    const changedAt = changeTimeOf(join(this.#folders.dev, 'input'));
    const isComplete = this.#open.size > 0 && this.#told.state.isWorking;
    if (isComplete && changedAt === this.#lookedAt) return;
    this.#lookedAt = changedAt;
    const found = findInputs(this.#options.match, this.#folders);
    const faults = found.flatMap((input) => (this.#open.has(input.file) ? [] : this.#plugIn(input)));
    if (faults[0] !== undefined) this.#told.fails(faults[0]);
    else if (this.#open.size === 0) this.#told.fails(notThere);
    else this.#told.works([...this.#open.values()].map(({ input }) => `"${input.name}" as ${input.file}`).join(', '));
  }

  /** A sentence for each thing that is wrong. */
  #plugIn(input: FoundInput): readonly string[] {
    const file = DeviceFile.open(
      input.file,
      'read',
      { onChunk: (chunk) => this.#take(input.file, chunk), onGone: () => this.#lose(input.file) },
      (fd) => {
        const dated = this.#requests.inputDateMonotonic(fd);
        return dated < 0 || !this.#options.grab ? dated : this.#requests.inputGrab(fd, true);
      },
    );
    // It is leaving, or has not quite come.
    if (!file.ok) return isAbsent(file.error) ? [] : [deviceError(file.error, input.file, 'input')];
    this.#open.set(input.file, { input, file: file.value, on: { key: new Set(), switch: new Set() } });
    this.#ask(input.file);
    return [];
  }

  #lose(device: string): void {
    this.#open.delete(device);
    for (const listener of this.#listeners) listener.onGone?.(device);
    this.#look();
  }

  #take(device: string, chunk: Uint8Array): void {
    for (const { type, code, value, kernelMs } of parseInputEvents(chunk)) {
      if (!this.#open.has(device)) return;
      if (type === eventTypes.synchronize && code === droppedCode) this.#ask(device);
      if (type === eventTypes.synchronize && code === reportCode) this.#each((listener) => listener.onReport?.(device));
      if (type === eventTypes.absolute) this.#each((listener) => listener.onAxis?.(device, code, value));
      if (type !== eventTypes.key && type !== eventTypes.switch) continue;
      const kind = type === eventTypes.key ? 'key' : 'switch';
      this.#change(device, kind, code, value !== 0, value === 2, this.#time.toClockMs(kernelMs));
    }
  }

  #each(tell: (listener: InputListener) => void): void {
    for (const listener of [...this.#listeners]) tell(listener);
  }

  /** What is on now, asked of the kernel: at the beginning, and where it had to throw events away. */
  #ask(device: string): void {
    const open = this.#open.get(device);
    for (const kind of ['key', 'switch'] as const) {
      const bits = new Uint8Array(bitBytes[kind]);
      const ask = kind === 'key' ? this.#requests.inputHeldKeys : this.#requests.inputHeldSwitches;
      if (!open || ask(open.file.fd, bits) < 0) continue;
      for (let code = 0; code < bits.length * 8; code++) {
        if (isBitSet(bits, code) !== open.on[kind].has(code)) {
          this.#change(device, kind, code, isBitSet(bits, code), false, this.#options.clock.nowMs());
        }
      }
    }
  }

  #change(
    device: string,
    kind: InputChange['kind'],
    code: number,
    isOn: boolean,
    isRepeated: boolean,
    atMs: number,
  ): void {
    const on = this.#open.get(device)?.on[kind];
    if (!on || (!isRepeated && on.has(code) === isOn)) return;
    if (isOn) on.add(code);
    else on.delete(code);
    for (const listener of [...this.#listeners]) listener.onChange({ device, kind, code, isOn, isRepeated, atMs });
  }
}

function changeTimeOf(folder: string): number | undefined {
  try {
    return statSync(folder).mtimeMs;
  } catch {
    // A kernel without input devices has no such folder.
    return undefined;
  }
}
