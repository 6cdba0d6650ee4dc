// A display on a screen made of memory and a virtual clock, for tests of the LVGL binding.
import type { ReactNode } from 'react';
import type { Rectangle, Screen, TouchEvent } from '../../../../hal/screen.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { type Display, openDisplay, type Widget } from '../../../../ui/lvgl/index.ts';

export class MemoryScreen implements Screen {
  readonly width: number;
  readonly height: number;
  readonly presented: Rectangle[][] = [];
  frameBuffer: Uint8Array = new Uint8Array();
  #listener: ((event: TouchEvent) => void) | undefined;

  constructor(width = 800, height = 480) {
    this.width = width;
    this.height = height;
  }

  attach(frameBuffer: Uint8Array): void {
    this.frameBuffer = frameBuffer;
  }

  present(changed: readonly Rectangle[]): void {
    this.presented.push([...changed]);
  }

  onTouch(listener: (event: TouchEvent) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = undefined;
    };
  }

  touch(x: number, y: number, down: boolean): void {
    this.#listener?.({ x, y, down });
  }

  setBacklight(): void {}

  close(): void {}
}

export interface TestDisplay {
  readonly display: Display;
  readonly screen: MemoryScreen;
  readonly clock: VirtualClock;
  show(element: ReactNode): void;
  tap(widget: Widget): void;
}

/** Close the display in `afterEach`: there is one LVGL in a process. */
export function openTestDisplay(): TestDisplay {
  const screen = new MemoryScreen();
  const clock = new VirtualClock();
  const display = openDisplay({ screen, clock });
  return {
    display,
    screen,
    clock,
    show(element) {
      display.render(element);
      display.renderNow();
    },
    tap(widget) {
      const { x, y, width, height } = widget.bounds();
      screen.touch(x + Math.floor(width / 2), y + Math.floor(height / 2), true);
      screen.touch(x + Math.floor(width / 2), y + Math.floor(height / 2), false);
    },
  };
}
