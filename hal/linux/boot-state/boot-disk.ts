// The two copies of the boot state on a raw disk: the newer whole one is read, the other one is written.

import { closeSync, constants, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { err, ok, type Result } from '../../result.ts';
import { type BootState, decodeSector, encodeSector, highestSequence, sectorBytes } from './sector.ts';

export type Copy = 0 | 1;

/** Byte offsets; a megabyte apart, because a card may spoil the page around a sector that it writes. */
export const copyOffsets: readonly [number, number] = [1024 * 1024, 2 * 1024 * 1024];

export interface ChosenState {
  readonly state: BootState;
  readonly copy: Copy;
}

export function chooseCopy(sectors: readonly [Uint8Array, Uint8Array]): Result<ChosenState> {
  const [first, second] = sectors.map(decodeSector) as [Result<BootState>, Result<BootState>];
  if (first.ok && second.ok)
    return ok(
      first.value.sequence >= second.value.sequence
        ? { state: first.value, copy: 0 }
        : { state: second.value, copy: 1 },
    );
  if (first.ok) return ok({ state: first.value, copy: 0 });
  if (second.ok) return ok({ state: second.value, copy: 1 });
  return err(`The boot state cannot be read: of the first copy ${first.error}, of the second ${second.error}.`);
}

/** Throws where the disk itself fails: whoever cannot read it has nothing to decide with. */
export class BootDisk {
  readonly #device: string;

  constructor(device: string) {
    this.#device = device;
  }

  read(): Result<ChosenState> {
    return this.#with(constants.O_RDONLY, (descriptor) => chooseCopy(readCopies(descriptor)));
  }

  /** What `change` makes of the state, on the disk when this returns; the state that counts now where it is refused. */
  change(change: (state: BootState) => Result<BootState>): Result<BootState> {
    return this.#with(constants.O_RDWR | constants.O_SYNC, (descriptor) => {
      const chosen = chooseCopy(readCopies(descriptor));
      if (!chosen.ok) return chosen;
      const next = change(chosen.value.state);
      if (!next.ok) return next;
      if (next.value.sequence > highestSequence) return err('The boot state has been written too often.');
      writeWhole(descriptor, encodeSector(next.value), copyOffsets[chosen.value.copy === 0 ? 1 : 0]);
      fsyncSync(descriptor);
      return next;
    });
  }

  #with<T>(flags: number, use: (descriptor: number) => T): T {
    const descriptor = openSync(this.#device, flags);
    try {
      return use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

function readCopies(descriptor: number): readonly [Uint8Array, Uint8Array] {
  const [first, second] = copyOffsets.map((offset) => {
    const sector = new Uint8Array(sectorBytes);
    const length = readSync(descriptor, sector, 0, sectorBytes, offset);
    return sector.subarray(0, length);
  });
  return [first ?? new Uint8Array(0), second ?? new Uint8Array(0)];
}

function writeWhole(descriptor: number, bytes: Uint8Array, offset: number): void {
  const written = writeSync(descriptor, bytes, 0, bytes.length, offset);
  if (written !== bytes.length)
    throw new Error(`Only ${written} of ${bytes.length} bytes of the boot state were written.`);
}
