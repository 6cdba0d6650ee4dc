// A disk that says "written" too early: what it was told last of an image is gone when the power fails.

import { PowerCut, PowerCutDisk } from '../../../hal/sim/power-cut-disk.ts';

const kept = 3;

/** The fault that flushes are there for; a test of power cuts that does not find it is none. */
export class UnflushedDisk extends PowerCutDisk {
  #cached: { readonly area: string; readonly offset: number; readonly length: number }[] = [];

  override write(area: string, bytes: Uint8Array, offset = 0): void {
    const hadPower = this.powered;
    try {
      super.write(area, bytes, offset);
    } catch (error) {
      if (error instanceof PowerCut && hadPower) this.#lose();
      throw error;
    }
    if (area.startsWith('image-'))
      this.#cached = [...this.#cached, { area, offset, length: bytes.length }].slice(-kept);
  }

  #lose(): void {
    this.restorePower();
    for (const { area, offset, length } of this.#cached) super.write(area, new Uint8Array(length), offset);
    this.#cached = [];
    this.cutAfter(-1);
  }
}
