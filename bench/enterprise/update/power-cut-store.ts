// A store on the disk whose power can be cut: as with files that are renamed, the old or the new text is there.

import type { Store } from '../../../firmware/store/index.ts';
import { ok, type Result } from '../../../hal/result.ts';
import type { PowerCutDisk } from '../../../hal/sim/power-cut-disk.ts';
import { readSealed, seal } from '../../../hal/sim/sealed-record.ts';

interface Kept {
  readonly generation: number;
  readonly value: unknown;
}

export class PowerCutStore implements Store {
  readonly #disk: PowerCutDisk;

  constructor(disk: PowerCutDisk) {
    this.#disk = disk;
  }

  read(name: string): unknown {
    return this.#newest(name)?.value;
  }

  write(name: string, value: unknown): Result<void> {
    const generation = (this.#newest(name)?.generation ?? 0) + 1;
    // Through JSON, as a file would have it.
    this.#disk.write(`store-${name}-${generation % 2}`, seal({ generation, value }));
    return ok(undefined);
  }

  remove(name: string): Result<void> {
    return this.write(name, undefined);
  }

  #newest(name: string): Kept | undefined {
    const copies = [0, 1].map((copy) => readSealed<Kept>(this.#disk.read(`store-${name}-${copy}`)));
    return copies.filter((kept) => kept !== undefined).sort((a, b) => b.generation - a.generation)[0];
  }
}
