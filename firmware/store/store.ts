// What survives a restart: one small JSON file a subject, replaced whole so that a power cut leaves the old or the new.

import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../hal/result.ts';

export type LogSink = (level: 'info' | 'warning' | 'error', text: string) => void;

const maximumBytes = 512 * 1024;
/** Written at the start, so that a disk that takes nothing is known before something matters. */
const probe = 'probe';
const probeBytes = 4096;
/** Everything kept is about one person, so nobody else on the machine may read it. */
const fileMode = 0o600;
const folderMode = 0o700;

/** Contract: `read` answers undefined for what is absent or damaged; `write` is durable when it returns. */
export interface Store {
  read(name: string): unknown;
  write(name: string, value: unknown): Result<void>;
  remove(name: string): Result<void>;
}

export class FileStore implements Store {
  readonly #folder: string;
  readonly #log: LogSink;
  #isWritable = true;

  private constructor(folder: string, log: LogSink) {
    this.#folder = folder;
    this.#log = log;
  }

  /** What is there can be read even where nothing can be written, as on a disk that is full or read-only. */
  static open(folder: string, log: LogSink): Result<FileStore> {
    try {
      mkdirSync(folder, { recursive: true, mode: folderMode });
      const store = new FileStore(folder, log);
      if (store.write(probe, '.'.repeat(probeBytes)).ok) store.remove(probe);
      return ok(store);
    } catch (error) {
      return err(`The store ${folder} cannot be made: ${messageOf(error)}.`);
    }
  }

  /** As of the last write. */
  get isWritable(): boolean {
    return this.#isWritable;
  }

  read(name: string): unknown {
    const file = this.#file(name);
    let text: string;
    try {
      if (statSync(file).size > maximumBytes) return this.#setAside(file, `is larger than ${maximumBytes} bytes`);
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log('error', `${file} cannot be read: ${messageOf(error)}.`);
      return undefined;
    }
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return this.#setAside(file, 'is damaged');
    }
  }

  write(name: string, value: unknown): Result<void> {
    const bytes = Buffer.from(JSON.stringify(value));
    if (bytes.length > maximumBytes)
      return this.#refuse(`${name} has ${bytes.length} bytes; at most ${maximumBytes} are kept.`);
    const file = this.#file(name);
    const temporary = `${file}.new`;
    try {
      writeDurably(temporary, bytes);
      renameSync(temporary, file);
      syncFolder(this.#folder);
      this.#isWritable = true;
      return ok(undefined);
    } catch (error) {
      const sentence = `${file} cannot be written: ${messageOf(error)}.`;
      // Once, however often it is tried.
      if (this.#isWritable) this.#log('error', sentence);
      this.#isWritable = false;
      return err(sentence);
    }
  }

  remove(name: string): Result<void> {
    try {
      rmSync(this.#file(name), { force: true });
      syncFolder(this.#folder);
      return ok(undefined);
    } catch (error) {
      return this.#refuse(`${this.#file(name)} cannot be removed: ${messageOf(error)}.`);
    }
  }

  #file(name: string): string {
    if (!/^[a-z][a-z-]{0,40}$/.test(name)) throw new Error(`"${name}" is no name of a store file.`);
    return join(this.#folder, `${name}.json`);
  }

  /** Kept for whoever wants to know what happened; a second damaged file replaces the first, so they cannot pile up. */
  #setAside(file: string, what: string): undefined {
    const aside = `${file}.damaged`;
    try {
      renameSync(file, aside);
      this.#log('warning', `${file} ${what}; it was kept as ${aside} and the phone goes on without it.`);
    } catch (error) {
      this.#log('error', `${file} ${what} and cannot be moved aside: ${messageOf(error)}.`);
    }
    return undefined;
  }

  #refuse(sentence: string): Result<void> {
    this.#log('error', sentence);
    return err(sentence);
  }
}

function writeDurably(file: string, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'w', fileMode);
  try {
    fchmodSync(descriptor, fileMode);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A rename is on the disk only once its folder is. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
