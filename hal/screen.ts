// The display and its touch panel: the phone draws into one frame buffer and says which rectangles changed.

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TouchEvent {
  readonly x: number;
  readonly y: number;
  readonly down: boolean;
}

/**
 * Contract: `present` reads the frame buffer (XRGB8888, little endian, `stride = width * 4`) before it returns
 * and never blocks on a slow display: what a display cannot take now is remembered as dirty and goes later,
 * as rectangles, never as their bounding box. Touches are reported in pixels inside the screen, and a touch
 * whose source disappears is reported up.
 */
export interface Screen {
  readonly width: number;
  readonly height: number;
  /** Hand over the buffer once, before the first `present`. */
  attach(frameBuffer: Uint8Array): void;
  present(changed: readonly Rectangle[]): void;
  onTouch(listener: (event: TouchEvent) => void): () => void;
  /** Share of full brightness, 0 to 1. */
  setBacklight(level: number): void;
  close(): void;
}
