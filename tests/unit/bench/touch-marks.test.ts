// Calibrating a panel: the marks are seen, and what the panel says of them becomes the numbers that put it right.

import { expect, it } from 'vitest';
import { askMarks } from '../../../bench/touch/ask-marks.ts';
import { type Calibration, calibrated, type PanelPlace } from '../../../hal/linux/screen/calibration.ts';
import type { PanelTouch, TouchSource } from '../../../hal/linux/screen/touch-source.ts';
import { MemoryScreen } from '../../../hal/sim/scripted/screen.ts';

class FakePanel implements TouchSource {
  #listener: (touch: PanelTouch) => void = () => undefined;

  onTouch(listener: (touch: PanelTouch) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = () => undefined;
    };
  }

  states() {
    return [];
  }

  close(): void {}

  tap(place: PanelPlace): void {
    this.#listener({ x: 0, y: 0, down: true });
    this.#listener({ ...place, down: true });
    this.#listener({ ...place, down: false });
  }
}

/** The middle of the cross, as shares of the panel. */
function seenMark({ shown, width, height }: MemoryScreen): PanelPlace {
  const pixels = new Uint32Array(shown.buffer);
  const lit = [...pixels.keys()].filter((at) => pixels[at] === 0x5b9bff);
  const middle = (places: readonly number[]): number => (Math.min(...places) + Math.max(...places)) / 2;
  return {
    x: middle(lit.map((at) => at % width)) / (width - 1),
    y: middle(lit.map((at) => Math.floor(at / width))) / (height - 1),
  };
}

async function calibrate(said: (seen: PanelPlace) => PanelPlace) {
  const screen = new MemoryScreen({ width: 480, height: 320 });
  const panel = new FakePanel();
  const numbers: number[] = [];
  const found = await askMarks(screen, panel, (number) => {
    numbers.push(number);
    queueMicrotask(() => panel.tap(said(seenMark(screen))));
  });
  expect(numbers).toEqual([1, 2, 3]);
  return found;
}

it('finds the numbers of a panel that is swapped and mirrored', async () => {
  // The panel says (1 - y, x) of a place.
  const found = await calibrate(({ x, y }) => ({ x: 1 - y, y: x }));
  const wanted: Calibration = [0, 1, 0, -1, 0, 1];
  expect(found.ok).toBe(true);
  if (!found.ok) return;
  for (const place of [
    { x: 0, y: 0 },
    { x: 0.3, y: 0.9 },
  ]) {
    const [right, made] = [calibrated(wanted, place), calibrated(found.value, place)];
    expect(made.x).toBeCloseTo(right.x, 1);
    expect(made.y).toBeCloseTo(right.y, 1);
  }
});

it('says so where the three touches were one', async () => {
  const found = await calibrate(() => ({ x: 0.5, y: 0.5 }));
  expect(!found.ok && found.error).toMatch(/lie on one line, or on each other: touch the marks/);
});
