// An open device file that is read by a thread of the addon: chunks as they come, and word when it is gone.

import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { halAddon } from '../../native/addon.ts';
import type { DeviceReader } from '../../native/devices.ts';
import { err, ok, type Result } from '../../result.ts';
import { errnoOf } from './device-error.ts';

export interface DeviceFileListener {
  onChunk(chunk: Buffer): void;
  /** The device is gone and its file closed; `errno` says why. */
  onGone(errno: number): void;
}

export class DeviceFile {
  readonly fd: number;
  readonly #listener: DeviceFileListener;
  #reader: DeviceReader | undefined;

  /** `prepare` asks things of the open file before its events are read; below zero it is an error and the file is closed. */
  static open(
    file: string,
    access: 'read' | 'read-write',
    listener: DeviceFileListener,
    prepare: (fd: number) => number = () => 0,
  ): Result<DeviceFile, number> {
    let fd: number;
    try {
      const mode = access === 'read' ? constants.O_RDONLY : constants.O_RDWR;
      fd = openSync(file, mode | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch (error) {
      return err(errnoOf(error));
    }
    const prepared = prepare(fd);
    if (prepared < 0) {
      closeSync(fd);
      return err(-prepared);
    }
    return ok(new DeviceFile(fd, listener));
  }

  /** Takes over `fd`, and closes it in the end. */
  constructor(fd: number, listener: DeviceFileListener, read: (onReady: () => void) => DeviceReader = readerOf(fd)) {
    this.fd = fd;
    this.#listener = listener;
    this.#reader = read(() => this.#deliver());
  }

  /** 0, or an error number of the system. */
  write(bytes: Uint8Array): number {
    if (!this.#reader) return 0;
    try {
      writeSync(this.fd, bytes);
      return 0;
    } catch (error) {
      return errnoOf(error);
    }
  }

  close(): void {
    if (!this.#reader) return;
    this.#reader.stop();
    this.#reader = undefined;
    closeSync(this.fd);
  }

  #deliver(): void {
    const reader = this.#reader;
    if (!reader) return;
    const ended = reader.ended();
    for (const chunk of reader.take()) if (this.#reader) this.#listener.onChunk(chunk);
    if (ended === 0 || !this.#reader) return;
    this.close();
    this.#listener.onGone(ended);
  }
}

function readerOf(fd: number): (onReady: () => void) => DeviceReader {
  return (onReady) => new (halAddon().DeviceReader)(fd, onReady);
}
