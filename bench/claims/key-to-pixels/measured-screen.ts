// A screen that notes the moment at which what it shows has really changed.

import type { Rectangle, Screen } from '../../../hal/screen.ts';

export class MeasuredScreen implements Screen {
  readonly width = 800;
  readonly height = 480;
  readonly #shown = new Uint32Array(this.width * this.height);
  #frame: Uint32Array = new Uint32Array(0);
  #waiting: ((atMs: number) => void) | undefined;

  attach(frameBuffer: Uint8Array): void {
    this.#frame = new Uint32Array(frameBuffer.buffer, frameBuffer.byteOffset, frameBuffer.byteLength / 4);
  }

  present(changed: readonly Rectangle[]): void {
    const atMs = performance.now();
    let different = false;
    for (const area of changed) if (this.#copy(area)) different = true;
    if (!different) return;
    const tell = this.#waiting;
    this.#waiting = undefined;
    tell?.(atMs);
  }

  /** When pixels next differ from those shown before; undefined where none do within the limit. */
  nextChange(limitMs: number): Promise<number | undefined> {
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        this.#waiting = undefined;
        resolve(undefined);
      }, limitMs);
      this.#waiting = (atMs) => {
        clearTimeout(limit);
        resolve(atMs);
      };
    });
  }

  onTouch(): () => void {
    return () => undefined;
  }

  setBacklight(): void {
    // Nobody looks at this screen.
  }

  close(): void {
    this.#waiting = undefined;
  }

  #copy(area: Rectangle): boolean {
    let different = false;
    for (let row = area.y; row < area.y + area.height; row++) {
      const start = row * this.width + area.x;
      for (let at = start; at < start + area.width; at++) {
        const pixel = this.#frame[at] ?? 0;
        if (this.#shown[at] !== pixel) different = true;
        this.#shown[at] = pixel;
      }
    }
    return different;
  }
}
