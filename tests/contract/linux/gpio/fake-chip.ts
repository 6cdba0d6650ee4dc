// A GPIO chip for tests without one: its lines are pipes that the real thread reads, its requests answer as the kernel does.

import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { constants as system, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GpioHost } from '../../../../hal/linux/gpio/gpio-chip.ts';
import type { DeviceReader, GpioRequest, MatrixLayout } from '../../../../hal/native/devices.ts';

const { EBUSY, EINVAL } = system.errno;

interface Taken {
  readonly wanted: GpioRequest;
  /** Written by the test; read by the driver as its file of lines. */
  readonly writer: number;
  readonly file: string;
  sequence: number;
}

export class FakeChip {
  readonly host: GpioHost;
  readonly label = 'pinctrl-test';
  readonly lineCount = 40;
  /** Lines that somebody else uses, by offset. */
  readonly usedBy = new Map<number, string>();
  /** Active lines by offset, as they are now. */
  readonly active = new Set<number>();
  /** What the outputs were set to, by offset. */
  readonly outputs = new Map<number, boolean>();
  readonly requests: GpioRequest[] = [];
  readonly #root = mkdtempSync(join(tmpdir(), 'offhook-gpio-'));
  readonly #taken = new Map<number, Taken>();
  #scanner: FakeScanner | undefined;

  constructor() {
    writeFileSync(join(this.#root, 'gpiochip0'), '');
    const chip = this;
    this.host = {
      dev: this.#root,
      requests: {
        gpioChip: () => ({ name: 'gpiochip0', label: this.label, lines: this.lineCount }),
        gpioLine: (_, offset) => {
          const consumer = this.usedBy.get(offset) ?? '';
          return { name: '', consumer, isUsed: consumer !== '' };
        },
        gpioRequest: (_, wanted) => this.#take(wanted),
        gpioValues: (fd) => this.#values(fd),
        gpioSet: (fd, mask, bits) => {
          const offsets = this.#taken.get(fd)?.wanted.offsets ?? [];
          for (const [at, offset] of offsets.entries())
            if ((mask >> at) & 1) this.outputs.set(offset, ((bits >> at) & 1) === 1);
          return offsets.length > 0 ? 0 : -EINVAL;
        },
        MatrixScanner: class extends FakeScanner {
          constructor(layout: MatrixLayout, onReady: () => void) {
            super(layout, onReady);
            chip.#scanner = this;
          }
        },
      },
    };
  }

  get scanner(): FakeScanner {
    if (!this.#scanner) throw new Error('No matrix is scanned.');
    return this.#scanner;
  }

  /** An edge on a line, as the kernel tells it; `lost` edges before it were told to nobody. */
  edge(offset: number, isActive: boolean, lost = 0): void {
    if (isActive) this.active.add(offset);
    else this.active.delete(offset);
    const taken = [...this.#taken.values()].findLast(({ wanted }) => wanted.offsets.includes(offset));
    if (!taken) throw new Error(`Nobody listens to line ${offset}.`);
    taken.sequence += 1 + lost;
    const event = Buffer.alloc(48);
    event.writeBigUInt64LE(process.hrtime.bigint(), 0);
    event.writeUInt32LE(isActive ? 1 : 2, 8);
    event.writeUInt32LE(offset, 12);
    event.writeUInt32LE(taken.sequence, 16);
    writeSync(taken.writer, event);
  }

  /** The chip's driver is unloaded. */
  vanish(): void {
    for (const { writer } of this.#taken.values()) closeSync(writer);
    this.#taken.clear();
  }

  remove(): void {
    this.vanish();
    rmSync(this.#root, { recursive: true });
  }

  #take(wanted: GpioRequest): number {
    this.requests.push(wanted);
    if (wanted.offsets.some((offset) => this.usedBy.has(offset))) return -EBUSY;
    const file = join(this.#root, `lines${this.requests.length}`);
    execFileSync('mkfifo', [file]);
    const writer = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    this.#taken.set(fd, { wanted, writer, file, sequence: 0 });
    return fd;
  }

  #values(fd: number): number {
    const offsets = this.#taken.get(fd)?.wanted.offsets ?? [];
    return offsets.reduce((bits, offset, at) => bits | (this.active.has(offset) ? 1 << at : 0), 0);
  }
}

/** Stands where the addon's scanning thread does; a test says what it has seen. */
export class FakeScanner implements DeviceReader {
  readonly layout: MatrixLayout;
  readonly #onReady: () => void;
  readonly #chunks: Buffer[] = [];
  #ended = 0;

  constructor(layout: MatrixLayout, onReady: () => void) {
    this.layout = layout;
    this.#onReady = onReady;
  }

  show(contacts: bigint, atMs: number): void {
    const chunk = Buffer.alloc(16);
    chunk.writeBigUInt64LE(BigInt(Math.round(atMs * 1e6)), 0);
    chunk.writeBigUInt64LE(contacts, 8);
    this.#chunks.push(chunk);
    this.#onReady();
  }

  end(errno: number): void {
    this.#ended = errno;
    this.#onReady();
  }

  take(): readonly Buffer[] {
    return this.#chunks.splice(0);
  }

  ended(): number {
    return this.#ended;
  }

  stop(): void {
    this.#ended = 0;
  }
}
