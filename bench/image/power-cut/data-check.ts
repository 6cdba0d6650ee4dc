// What the first minutes of a start make of a data partition: repaired as the initial RAM disk does it, then read.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { ToolRoot } from '../../../build/debian/root.ts';

export interface DataFound {
  /** False: the phone would come up without it. */
  readonly usable: boolean;
  readonly configuration: string | undefined;
  /** The updater's own record. */
  readonly record: string | undefined;
}

const files = { configuration: '/var/lib/offhook/config.json', record: '/var/lib/offhook/store/image-update.json' };

/** In memory: it is written a thousand times. */
const scratch = '/dev/shm';

const script = `cd /work
while read -r word; do
  cp --sparse=always data.img try.img
  e2fsck -p try.img > /dev/null 2>&1; rc=$?
  if [ $rc -ge 4 ]; then e2fsck -f -y try.img > /dev/null 2>&1; e2fsck -n try.img > /dev/null 2>&1; rc=$?; fi
  echo "rc $rc"
  for file in ${Object.values(files).join(' ')}; do debugfs -R "cat $file" try.img 2> /dev/null | base64 -w0; echo; done
done
`;

export class DataCheck {
  readonly #folder: string;
  readonly #file: number;
  readonly #checker: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  readonly #offset: number;
  readonly #length: number;

  /** `card` as it is before the first write. */
  constructor(tools: ToolRoot, card: string, offset: number, length: number) {
    this.#offset = offset;
    this.#length = length;
    this.#folder = mkdtempSync(join(scratch, 'offhook-cut-'));
    const path = join(this.#folder, 'data.img');
    writeFileSync(path, '');
    truncateSync(path, length);
    this.#file = openSync(path, 'r+');
    copyFilled(card, offset, length, this.#file);
    writeFileSync(join(this.#folder, 'check.sh'), script);
    const [program, words] = tools.commandLine('sh', ['/work/check.sh'], { [this.#folder]: '/work' });
    this.#checker = spawn(program, [...words], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!this.#checker.stdout) throw new Error('The tools have no output.');
    this.#reader = createInterface({ input: this.#checker.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  has(offset: number): boolean {
    return offset >= this.#offset && offset < this.#offset + this.#length;
  }

  write(offset: number, bytes: Uint8Array): void {
    writeSync(this.#file, bytes, 0, bytes.length, offset - this.#offset);
  }

  read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    readSync(this.#file, bytes, 0, length, offset - this.#offset);
    return bytes;
  }

  async look(): Promise<DataFound> {
    this.#checker.stdin?.write('look\n');
    const code = Number((await this.#line()).replace('rc ', ''));
    const configuration = Buffer.from(await this.#line(), 'base64').toString();
    const record = Buffer.from(await this.#line(), 'base64').toString();
    return { usable: code < 4, configuration: configuration || undefined, record: record || undefined };
  }

  close(): void {
    this.#checker.stdin?.end();
    this.#reader.close();
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true });
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('The tools that look at the data partition have ended.');
    return value;
  }
}

function copyFilled(card: string, offset: number, length: number, target: number): void {
  const source = openSync(card, 'r');
  const piece = Buffer.alloc(1024 * 1024);
  try {
    for (let at = 0; at < length; at += piece.length) {
      const read = readSync(source, piece, 0, Math.min(piece.length, length - at), offset + at);
      if (piece.subarray(0, read).some((byte) => byte !== 0)) writeSync(target, piece, 0, read, at);
    }
  } finally {
    closeSync(source);
  }
}
