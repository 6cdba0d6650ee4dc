// Reads a recording of a disk's writes and flushes, in the form of Linux's dm-log-writes, as QEMU writes it.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const magic = 0x6a_7366_7773_6872n;
const headBytes = 32;
const flags = { flush: 1n, fua: 2n, discard: 4n };

export interface LoggedWrite {
  readonly kind: 'write';
  /** Bytes on the disk. */
  readonly offset: number;
  readonly length: number;
  /** On the disk by itself, without a flush. */
  readonly forced: boolean;
  /** Where its bytes are in the log. */
  readonly at: number;
}

export type LoggedEvent = LoggedWrite | { readonly kind: 'flush' };

/** The log itself, or one in which something was changed to see that it is noticed. */
export interface Recording {
  readonly events: readonly LoggedEvent[];
  bytesOf(write: LoggedWrite): Uint8Array;
}

export class WriteLog implements Recording {
  readonly events: readonly LoggedEvent[];
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'r');
    this.events = this.#readEvents(path);
  }

  get writes(): readonly LoggedWrite[] {
    return this.events.filter((event) => event.kind === 'write');
  }

  bytesOf({ at, length }: LoggedWrite): Buffer {
    return this.#bytes(at, length);
  }

  close(): void {
    closeSync(this.#file);
  }

  #readEvents(path: string): readonly LoggedEvent[] {
    const head = this.#bytes(0, headBytes);
    if (head.readBigUInt64LE(0) !== magic) throw new Error(`${path} is no log of writes.`);
    const count = Number(head.readBigUInt64LE(16));
    const sectorBytes = head.readUInt32LE(24);
    const events: LoggedEvent[] = [];
    let at = sectorBytes;
    for (let index = 0; index < count; index++) {
      const entry = this.#bytes(at, headBytes);
      const [sector, sectors, bits] = [0, 8, 16].map((field) => entry.readBigUInt64LE(field)) as [
        bigint,
        bigint,
        bigint,
      ];
      at += sectorBytes;
      const length = Number(sectors) * sectorBytes;
      // A flush bit on a write orders what came before it.
      if ((bits & flags.flush) !== 0n) events.push({ kind: 'flush' });
      // What a disk does with discarded blocks is its own affair; nobody here relies on them.
      if ((bits & flags.discard) !== 0n) continue;
      const forced = (bits & flags.fua) !== 0n;
      if (length > 0) events.push({ kind: 'write', offset: Number(sector) * sectorBytes, length, forced, at });
      at += length;
    }
    const { size } = fstatSync(this.#file);
    if (size < at) throw new Error(`The log of writes ends after ${size} bytes.`);
    return events;
  }

  #bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    const read = readSync(this.#file, bytes, 0, length, at);
    if (read !== length) throw new Error(`The log of writes ends after ${at + read} bytes.`);
    return bytes;
  }
}
