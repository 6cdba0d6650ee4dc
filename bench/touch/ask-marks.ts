// Shows three marks on a panel, one after the other, and listens where the touch panel says they were touched.

import {
  type Calibration,
  calibrationFrom,
  type PanelPlace,
  type TouchedPoint,
} from '../../hal/linux/screen/calibration.ts';
import type { TouchSource } from '../../hal/linux/screen/touch-source.ts';
import type { Result } from '../../hal/result.ts';
import type { Screen } from '../../hal/screen.ts';

/** Far apart, and far enough from the edges for a finger. */
const marks: readonly [PanelPlace, PanelPlace, PanelPlace] = [
  { x: 0.12, y: 0.15 },
  { x: 0.88, y: 0.3 },
  { x: 0.4, y: 0.85 },
];
const armPx = 18;
const ground = 0x0e1116;
const ink = 0x5b9bff;

/** `screen` covers the whole panel, unturned; `touch` is not calibrated. */
export async function askMarks(
  screen: Screen,
  touch: TouchSource,
  onMark: (number: number) => void,
): Promise<Result<Calibration>> {
  const frame = new Uint32Array(screen.width * screen.height);
  screen.attach(new Uint8Array(frame.buffer));
  const ask = async (number: number, mark: PanelPlace): Promise<TouchedPoint> => {
    draw(frame, screen, mark);
    screen.present([{ x: 0, y: 0, width: screen.width, height: screen.height }]);
    onMark(number);
    return { said: await nextTouch(touch), meant: mark };
  };
  const [first, second, third] = marks;
  return calibrationFrom([await ask(1, first), await ask(2, second), await ask(3, third)]);
}

/** Where a finger was when it was lifted: it is put down before it is put right. */
function nextTouch(touch: TouchSource): Promise<PanelPlace> {
  return new Promise((resolve) => {
    let place: PanelPlace | undefined;
    const stop = touch.onTouch(({ x, y, down }) => {
      if (down) place = { x, y };
      else if (place) {
        stop();
        resolve(place);
      }
    });
  });
}

function draw(frame: Uint32Array, { width, height }: Screen, mark: PanelPlace): void {
  frame.fill(ground);
  const [x, y] = [Math.round(mark.x * (width - 1)), Math.round(mark.y * (height - 1))];
  for (let step = -armPx; step <= armPx; step++) {
    for (const [dx, dy] of [
      [step, 0],
      [0, step],
    ] as const) {
      const [column, row] = [x + dx, y + dy];
      if (column >= 0 && column < width && row >= 0 && row < height) frame[row * width + column] = ink;
    }
  }
}
