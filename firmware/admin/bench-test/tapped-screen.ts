// A screen that can show a test picture above the phone's own one, and whose touches a bench test listens to.

import type { Rectangle, Screen, TouchEvent } from '../../../hal/screen.ts';
import { drawPattern, type PatternName } from './patterns.ts';

const bytesPerPixel = 4;

export class TappedScreen implements Screen {
  readonly width: number;
  readonly height: number;
  readonly #screen: Screen;
  /** What is on the glass: the phone draws on while a picture is shown. */
  readonly #shown: Uint8Array;
  readonly #touchListeners = new Set<(event: TouchEvent) => void>();
  #drawn: Uint8Array | undefined;
  #pattern: PatternName | undefined;
  #captured = false;
  #isDown = false;

  constructor(screen: Screen, tell: (event: TouchEvent) => void) {
    this.#screen = screen;
    this.width = screen.width;
    this.height = screen.height;
    this.#shown = new Uint8Array(screen.width * screen.height * bytesPerPixel);
    screen.onTouch((event) => {
      tell(event);
      this.#pass(event);
    });
  }

  capture(on: boolean): void {
    this.#captured = on;
  }

  show(pattern: PatternName | undefined, marked?: readonly number[]): void {
    const isChanging = pattern !== undefined || this.#pattern !== undefined;
    this.#pattern = pattern;
    if (!this.#drawn || !isChanging) return;
    const { width, height } = this;
    if (pattern) drawPattern({ width, height, pixels: this.#shown }, pattern, marked);
    else this.#shown.set(this.#drawn);
    this.#screen.present([{ x: 0, y: 0, width, height }]);
  }

  attach(frameBuffer: Uint8Array): void {
    this.#drawn = frameBuffer;
    this.#screen.attach(this.#shown);
  }

  present(changed: readonly Rectangle[]): void {
    if (this.#pattern || !this.#drawn) return;
    for (const rectangle of changed) this.#copy(this.#drawn, rectangle);
    this.#screen.present(changed);
  }

  onTouch(listener: (event: TouchEvent) => void): () => void {
    this.#touchListeners.add(listener);
    return () => void this.#touchListeners.delete(listener);
  }

  setBacklight(level: number): void {
    this.#screen.setBacklight(level);
  }

  close(): void {
    this.#touchListeners.clear();
    this.#screen.close();
  }

  #copy(from: Uint8Array, { x, y, width, height }: Rectangle): void {
    const stride = this.width * bytesPerPixel;
    const left = Math.max(0, x) * bytesPerPixel;
    const right = Math.min(this.width, x + width) * bytesPerPixel;
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row++) {
      this.#shown.set(from.subarray(row * stride + left, row * stride + right), row * stride + left);
    }
  }

  #pass(event: TouchEvent): void {
    // A touch that the phone has heard begin, it hears end.
    if (this.#captured && !this.#isDown) return;
    this.#isDown = event.down;
    for (const listener of this.#touchListeners) listener(event);
  }
}
