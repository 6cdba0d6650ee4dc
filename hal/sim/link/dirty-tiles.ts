// Which parts of a screen a page has not been sent yet: a bit a tile, so that it never grows and never merges far corners.

import type { Rectangle } from '../../screen.ts';

const tilePx = 8;

export class DirtyTiles {
  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #dirty: Uint8Array;
  #any = false;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / tilePx);
    this.#rows = Math.ceil(height / tilePx);
    this.#dirty = new Uint8Array(this.#columns * this.#rows);
  }

  get any(): boolean {
    return this.#any;
  }

  markAll(): void {
    this.mark({ x: 0, y: 0, width: this.#width, height: this.#height });
  }

  /** What lies outside the screen is ignored. */
  mark(area: Rectangle): void {
    const left = Math.max(0, Math.floor(area.x / tilePx));
    const top = Math.max(0, Math.floor(area.y / tilePx));
    const right = Math.min(this.#columns, Math.ceil((area.x + area.width) / tilePx));
    const bottom = Math.min(this.#rows, Math.ceil((area.y + area.height) / tilePx));
    if (right <= left || bottom <= top) return;
    for (let row = top; row < bottom; row++) {
      this.#dirty.fill(1, row * this.#columns + left, row * this.#columns + right);
    }
    this.#any = true;
  }

  /** The dirty area as rectangles that do not overlap: runs of tiles, joined with equal runs above. Leaves nothing dirty. */
  take(): Rectangle[] {
    const finished: Rectangle[] = [];
    let open = new Map<number, { x: number; y: number; width: number; height: number }>();
    for (let row = 0; row < this.#rows; row++) {
      const still = new Map<number, { x: number; y: number; width: number; height: number }>();
      for (const [start, end] of this.#runs(row)) {
        // A run is known by its two ends, so one from the row above continues only when both agree.
        const key = start * this.#columns + end;
        const above = open.get(key);
        if (above) {
          above.height = Math.min((row + 1) * tilePx, this.#height) - above.y;
          still.set(key, above);
          open.delete(key);
        } else {
          still.set(key, this.#tileRun(row, start, end));
        }
      }
      finished.push(...open.values());
      open = still;
    }
    finished.push(...open.values());
    this.#dirty.fill(0);
    this.#any = false;
    return finished;
  }

  *#runs(row: number): Iterable<readonly [number, number]> {
    const base = row * this.#columns;
    for (let column = 0; column < this.#columns; column++) {
      if (this.#dirty[base + column] === 0) continue;
      const start = column;
      while (column < this.#columns && this.#dirty[base + column] === 1) column++;
      yield [start, column];
    }
  }

  #tileRun(row: number, start: number, end: number): { x: number; y: number; width: number; height: number } {
    const x = start * tilePx;
    const y = row * tilePx;
    return {
      x,
      y,
      width: Math.min(end * tilePx, this.#width) - x,
      height: Math.min((row + 1) * tilePx, this.#height) - y,
    };
  }
}
