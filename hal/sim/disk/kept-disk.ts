// A simulated disk that outlasts its process: each area is a file, whole before or after a write and never torn.

import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PowerCutDisk } from '../power-cut-disk.ts';

const halfWritten = '.new';

export class KeptDisk extends PowerCutDisk {
  readonly #folder: string;

  constructor(folder: string) {
    super();
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const area of readdirSync(folder)) {
      if (!area.endsWith(halfWritten)) super.write(area, readFileSync(join(folder, area)));
    }
  }

  override write(area: string, bytes: Uint8Array, offset = 0): void {
    super.write(area, bytes, offset);
    const file = join(this.#folder, area);
    writeFileSync(`${file}${halfWritten}`, this.read(area) ?? new Uint8Array(0), { flush: true });
    renameSync(`${file}${halfWritten}`, file);
  }
}
