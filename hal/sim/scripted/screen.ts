// A screen in memory that a test looks at and touches.

import type { Rectangle, Screen, TouchEvent } from '../../screen.ts';

export class MemoryScreen implements Screen {
  readonly width: number;
  readonly height: number;
  /** What a person would see, XRGB8888. */
  readonly shown: Uint8Array;
  readonly #touchListeners = new Set<(event: TouchEvent) => void>();
  readonly #presentListeners = new Set<(changed: readonly Rectangle[]) => void>();
  #frameBuffer: Uint8Array | undefined;
  #backlight = 1;

  constructor(size: { readonly width: number; readonly height: number } = { width: 800, height: 480 }) {
    this.width = size.width;
    this.height = size.height;
    this.shown = new Uint8Array(size.width * size.height * 4);
  }

  get backlight(): number {
    return this.#backlight;
  }

  attach(frameBuffer: Uint8Array): void {
    this.#frameBuffer = frameBuffer;
  }

  present(changed: readonly Rectangle[]): void {
    const stride = this.width * 4;
    for (const { x, y, width, height } of changed) {
      const left = Math.max(0, x) * 4;
      const right = Math.min(this.width, x + width) * 4;
      for (let row = Math.max(0, y); this.#frameBuffer && row < Math.min(this.height, y + height); row++) {
        this.shown.set(this.#frameBuffer.subarray(row * stride + left, row * stride + right), row * stride + left);
      }
    }
    for (const listener of this.#presentListeners) listener(changed);
  }

  /** Heard after each `present`, so that a test waits for pixels instead of for time. */
  onPresented(listener: (changed: readonly Rectangle[]) => void): () => void {
    this.#presentListeners.add(listener);
    return () => void this.#presentListeners.delete(listener);
  }

  onTouch(listener: (event: TouchEvent) => void): () => void {
    this.#touchListeners.add(listener);
    return () => void this.#touchListeners.delete(listener);
  }

  touch(x: number, y: number, down: boolean): void {
    const inside = { x: Math.min(this.width - 1, Math.max(0, x)), y: Math.min(this.height - 1, Math.max(0, y)), down };
    for (const listener of this.#touchListeners) listener(inside);
  }

  tap(x: number, y: number): void {
    this.touch(x, y, true);
    this.touch(x, y, false);
  }

  setBacklight(level: number): void {
    this.#backlight = Math.min(1, Math.max(0, level));
  }

  close(): void {
    this.#touchListeners.clear();
    this.#presentListeners.clear();
    this.#frameBuffer = undefined;
  }
}
