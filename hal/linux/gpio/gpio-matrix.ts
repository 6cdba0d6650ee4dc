// A key matrix on GPIO lines: scanned by the addon's thread, freed from bouncing and from ghosts here.

import { closeSync } from 'node:fs';
import type { Clock, Timer } from '../../clock.ts';
import type { DeviceState, Diagnosable } from '../../device-state.ts';
import { err, ok, type Result } from '../../result.ts';
import { deviceError } from '../device/device-error.ts';
import { DeviceFile } from '../device/device-file.ts';
import { KernelTime } from '../device/kernel-time.ts';
import { Retried } from '../device/retried.ts';
import { withoutGhosts } from './ghost-keys.ts';
import { type GpioHost, type NamedLine, takeLines } from './gpio-chip.ts';
import { type KeyChange, KeyDebounce } from './key-debounce.ts';
import { parseSnapshot } from './line-events.ts';

export interface GpioMatrixOptions {
  readonly host: GpioHost;
  readonly chip: string | undefined;
  readonly rows: readonly NamedLine[];
  readonly columns: readonly NamedLine[];
  /** A diode at each key: any number of keys can be told apart. */
  readonly hasDiodes: boolean;
  readonly debounceMs: number;
  readonly clock: Clock;
  readonly device: string;
  warn(sentence: string): void;
  /** Debounced; `index` is `row * columns + column`. */
  onChange(change: KeyChange): void;
}

const scanEveryMs = 4;
/** A metre of cable on a pull-up of 50 kΩ has risen by then. */
const settleUs = 40;

export class GpioMatrix implements Diagnosable {
  readonly #options: GpioMatrixOptions;
  readonly #retried: Retried;
  readonly #time: KernelTime;
  #debounce: KeyDebounce;
  #file: DeviceFile | undefined;
  #columns: number | undefined;
  #settling: Timer | undefined;

  constructor(options: GpioMatrixOptions) {
    const { clock, device, warn, debounceMs } = options;
    this.#options = options;
    this.#time = new KernelTime(clock);
    this.#debounce = new KeyDebounce(debounceMs);
    this.#retried = new Retried(clock, device, warn, () => this.#open());
  }

  start(): void {
    this.#retried.start();
  }

  states(): readonly DeviceState[] {
    return [this.#retried.state];
  }

  close(): void {
    this.#retried.close();
    this.#settling?.cancel();
    this.#file?.close();
    this.#file = undefined;
    this.#closeColumns();
  }

  /** Rows are pulled up and columns pull down one at a time, never up, so that keys held together short nothing. */
  #open(): Result<string> {
    const { host, chip, rows, columns } = this.#options;
    const shared = { active: 'low', bias: 'pull-up', debounceMs: 0 } as const;
    const taken = takeLines(host, chip, { ...shared, lines: columns, as: 'open-drain' });
    if (!taken.ok) return taken;
    this.#columns = taken.value;
    const rowLines = takeLines(host, chip, { ...shared, lines: rows, as: 'input' });
    if (!rowLines.ok) {
      this.#closeColumns();
      return rowLines;
    }
    const layout = { rowsFd: rowLines.value, columnsFd: taken.value, rows: rows.length, columns: columns.length };
    const listener = { onChunk: (chunk: Buffer) => this.#take(chunk), onGone: (errno: number) => this.#lose(errno) };
    try {
      this.#file = new DeviceFile(
        rowLines.value,
        listener,
        (onReady) => new host.requests.MatrixScanner({ ...layout, settleUs, periodMs: scanEveryMs }, onReady),
      );
    } catch (error) {
      closeSync(rowLines.value);
      this.#closeColumns();
      return err(error instanceof Error ? error.message : String(error));
    }
    return ok(`${rows.length} rows by ${columns.length} columns`);
  }

  #take(chunk: Uint8Array): void {
    const snapshot = parseSnapshot(chunk);
    if (!snapshot) return;
    const { rows, columns, hasDiodes } = this.#options;
    const shape = { rows: rows.length, columns: columns.length };
    const { contacts } = snapshot;
    const real = hasDiodes ? contacts : withoutGhosts(contacts, this.#debounce.down, shape);
    this.#tell(this.#debounce.sample(real, this.#time.toClockMs(snapshot.kernelMs)));
    this.#settle();
  }

  #settle(): void {
    this.#settling?.cancel();
    const { clock } = this.#options;
    this.#tell(this.#debounce.settle(clock.nowMs()));
    const { dueMs } = this.#debounce;
    if (dueMs !== undefined) {
      // Node rounds timers to whole milliseconds, down as well as up.
      this.#settling = clock.after(Math.max(1, Math.ceil(dueMs - clock.nowMs())), () => this.#settle());
    }
  }

  #lose(errno: number): void {
    this.#file = undefined;
    this.#closeColumns();
    this.#settling?.cancel();
    const held = new KeyDebounce(0);
    const nowMs = this.#options.clock.nowMs();
    held.sample(this.#debounce.down, nowMs);
    held.settle(nowMs);
    held.sample(0n, nowMs);
    this.#tell(held.settle(nowMs));
    this.#debounce = new KeyDebounce(this.#options.debounceMs);
    this.#retried.lost(deviceError(errno, 'the GPIO chip', 'gpio'));
  }

  #closeColumns(): void {
    if (this.#columns !== undefined) closeSync(this.#columns);
    this.#columns = undefined;
  }

  #tell(changes: readonly KeyChange[]): void {
    for (const change of changes) this.#options.onChange(change);
  }
}
