// What any Screen must do with pixels and fingers.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Screen, TouchEvent } from '../../../hal/screen.ts';

export interface ScreenHarness {
  readonly screen: Screen;
  /** A pixel as a person sees it now, 0xRRGGBB; the display has had time to take what was presented. */
  pixel(x: number, y: number): Promise<number> | number;
  touch(event: TouchEvent): Promise<void> | void;
  /** The finger's device goes away: page closed, panel unplugged. Absent where it cannot. */
  loseTouch?(): Promise<void> | void;
}

const red = 0xe01020;
const green = 0x10e020;

export function screenContract(name: string, open: () => ScreenHarness): void {
  describe(`${name} as a Screen`, () => {
    let harness: ScreenHarness;
    let frame: Uint8Array;
    beforeEach(() => {
      harness = open();
      frame = new Uint8Array(harness.screen.width * harness.screen.height * 4);
      harness.screen.attach(frame);
    });

    function paint(x: number, y: number, width: number, height: number, colour: number): void {
      const pixels = new DataView(frame.buffer);
      for (let row = y; row < y + height; row++) {
        for (let column = x; column < x + width; column++) {
          pixels.setUint32((row * harness.screen.width + column) * 4, colour, true);
        }
      }
    }

    it('shows the changed rectangles', async () => {
      paint(10, 20, 30, 10, red);
      paint(700, 400, 16, 16, green);
      harness.screen.present([
        { x: 10, y: 20, width: 30, height: 10 },
        { x: 700, y: 400, width: 16, height: 16 },
      ]);
      expect(await harness.pixel(10, 20)).toBe(red);
      expect(await harness.pixel(39, 29)).toBe(red);
      expect(await harness.pixel(715, 415)).toBe(green);
    });

    it('has read the frame buffer before present returns', async () => {
      paint(0, 0, 16, 16, red);
      harness.screen.present([{ x: 0, y: 0, width: 16, height: 16 }]);
      paint(0, 0, 16, 16, green);
      expect(await harness.pixel(4, 4)).toBe(red);
    });

    it('reaches the last corner, and takes rectangles beyond it lightly', async () => {
      const { width, height } = harness.screen;
      paint(width - 1, height - 1, 1, 1, green);
      harness.screen.present([{ x: width - 8, y: height - 8, width: 64, height: 64 }]);
      expect(await harness.pixel(width - 1, height - 1)).toBe(green);
      expect(() => harness.screen.present([{ x: width, y: 0, width: 5, height: 5 }])).not.toThrow();
      expect(() => harness.screen.present([])).not.toThrow();
    });

    it('reports touches inside the screen', async () => {
      const touches: TouchEvent[] = [];
      harness.screen.onTouch((event) => touches.push(event));
      await harness.touch({ x: 5, y: 6, down: true });
      await harness.touch({ x: 100_000, y: -7, down: true });
      await harness.touch({ x: 9, y: 9, down: false });
      expect(touches[0]).toEqual({ x: 5, y: 6, down: true });
      expect(touches[1]).toEqual({ x: harness.screen.width - 1, y: 0, down: true });
      expect(touches[2]).toEqual({ x: 9, y: 9, down: false });
    });

    it('reports a touch up when its source disappears', async () => {
      const touches: TouchEvent[] = [];
      harness.screen.onTouch((event) => touches.push(event));
      await harness.touch({ x: 40, y: 50, down: true });
      if (harness.loseTouch) await harness.loseTouch();
      else await harness.touch({ x: 40, y: 50, down: false });
      expect(touches.at(-1)).toEqual({ x: 40, y: 50, down: false });
    });

    it('takes any brightness, and is silent after close', async () => {
      for (const level of [0, 0.5, 1, 2, -1]) harness.screen.setBacklight(level);
      const touches: TouchEvent[] = [];
      harness.screen.onTouch((event) => touches.push(event));
      harness.screen.close();
      await harness.touch({ x: 1, y: 1, down: true });
      expect(touches).toEqual([]);
    });
  });
}
