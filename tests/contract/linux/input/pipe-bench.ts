// Input devices for tests without a kernel that makes any: a pipe for each device file, read by the real thread.

import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputFolders } from '../../../../hal/linux/input/find-input.ts';
import { eventTypes } from '../../../../hal/linux/input/input-events.ts';
import type { InputRequests, InputSource } from '../../../../hal/linux/input/input-source.ts';
import { inputCodes } from '../../../../hal/native/input-codes.ts';

/** No driver maps it: it marks the end of what was written. */
const marker = inputCodes.BTN_THUMB;

export class PipeInput {
  readonly folders: InputFolders;
  /** Codes that the device says are held or on when it is asked. */
  readonly held = { key: new Set<number>(), switch: new Set<number>() };
  readonly grabs: boolean[] = [];
  /** By number of the axis: where it is, lowest, highest. */
  readonly axes: Record<number, readonly number[]> = {};
  readonly requests: InputRequests;
  readonly #root: string;
  readonly #file: string;
  readonly #facts: string;
  readonly #name: string;
  readonly #phys: string;
  #fd: number | undefined;
  #markerIsOn = false;

  constructor(name = 'Test keypad', phys = 'usb-test/input0') {
    this.#name = name;
    this.#phys = phys;
    this.#root = mkdtempSync(join(tmpdir(), 'offhook-input-'));
    this.folders = { sys: join(this.#root, 'sys'), dev: join(this.#root, 'dev') };
    this.#file = join(this.folders.dev, 'input', 'event7');
    this.#facts = join(this.folders.sys, 'class', 'input', 'event7', 'device');
    mkdirSync(join(this.folders.dev, 'input'), { recursive: true });
    this.requests = {
      inputDateMonotonic: () => 0,
      inputGrab: (_, grab) => {
        this.grabs.push(grab);
        return 0;
      },
      inputAxis: (_, axis, into) => {
        into.set(this.axes[axis] ?? []);
        return this.axes[axis] ? 0 : -22;
      },
      inputHeldKeys: (_, into) => fill(into, this.held.key),
      inputHeldSwitches: (_, into) => fill(into, this.held.switch),
    };
    this.plugIn();
  }

  plugIn(): void {
    mkdirSync(this.#facts, { recursive: true });
    writeFileSync(join(this.#facts, 'name'), `${this.#name}\n`);
    writeFileSync(join(this.#facts, 'phys'), `${this.#phys}\n`);
    this.#markerIsOn = false;
    execFileSync('mkfifo', [this.#file]);
    this.#fd = openSync(this.#file, constants.O_RDWR | constants.O_NONBLOCK);
  }

  /** The writer hangs up, as a device does that is pulled; resolves once the source knows. */
  async unplug(source: InputSource): Promise<void> {
    rmSync(this.#file);
    rmSync(this.#facts, { recursive: true });
    let detach = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      detach = source.attach({ onChange: () => undefined, onGone: () => resolve() });
    });
    this.closeWriter();
    await gone;
    detach();
  }

  /** Resolves once the source has read it. */
  async write(source: InputSource, ...events: readonly (readonly [type: number, code: number, value: number])[]) {
    this.#markerIsOn = !this.#markerIsOn;
    let detach = (): void => undefined;
    const seen = new Promise<void>((resolve) => {
      detach = source.attach({ onChange: ({ code }) => (code === marker ? resolve() : undefined) });
    });
    const bytes = Buffer.alloc(24 * (events.length + 1));
    const all = [...events, [eventTypes.key, marker, this.#markerIsOn ? 1 : 0] as const];
    for (const [at, [type, code, value]] of all.entries()) {
      const microseconds = process.hrtime.bigint() / 1000n;
      bytes.writeBigInt64LE(microseconds / 1_000_000n, at * 24);
      bytes.writeBigInt64LE(microseconds % 1_000_000n, at * 24 + 8);
      bytes.writeUInt16LE(type, at * 24 + 16);
      bytes.writeUInt16LE(code, at * 24 + 18);
      bytes.writeInt32LE(value, at * 24 + 20);
    }
    if (this.#fd === undefined) throw new Error('The device is not plugged in.');
    writeSync(this.#fd, bytes);
    await seen;
    detach();
  }

  closeWriter(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  remove(): void {
    this.closeWriter();
    rmSync(this.#root, { recursive: true });
  }
}

function fill(into: Uint8Array, codes: ReadonlySet<number>): number {
  for (const code of codes) into[code >> 3] = (into[code >> 3] ?? 0) | (1 << (code & 7));
  return into.length;
}
