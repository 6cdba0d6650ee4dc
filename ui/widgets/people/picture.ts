// Turns a contact's picture into pixels of the size an avatar needs.

import { type Picture, pictureFromPng } from '../../lvgl/index.ts';

/** Undefined where the bytes are no picture that this phone can draw; the avatar then shows initials. */
export function decodePicture(bytes: Uint8Array, size: number): Picture | undefined {
  const decoded = pictureFromPng(bytes);
  return decoded.ok ? fillSquare(decoded.value, size) : undefined;
}

/** The middle square of the picture, each new pixel the average of those that it covers. */
function fillSquare(picture: Picture, size: number): Picture {
  const side = Math.min(picture.width, picture.height);
  const left = Math.floor((picture.width - side) / 2);
  const top = Math.floor((picture.height - side) / 2);
  const bgra = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) {
    const [fromY, toY] = covered(y, size, side);
    for (let x = 0; x < size; x++) {
      const [fromX, toX] = covered(x, size, side);
      const area = { fromX: left + fromX, toX: left + toX, fromY: top + fromY, toY: top + toY };
      bgra.set(averageOf(picture, area), (y * size + x) * 4);
    }
  }
  return { width: size, height: size, bgra };
}

/** Which source pixels one target pixel stands for: at least one. */
function covered(at: number, size: number, side: number): readonly [from: number, to: number] {
  const from = Math.min(side - 1, Math.floor((at * side) / size));
  return [from, Math.max(from + 1, Math.floor(((at + 1) * side) / size))];
}

interface Area {
  readonly fromX: number;
  readonly toX: number;
  readonly fromY: number;
  readonly toY: number;
}

function averageOf({ bgra, width }: Picture, { fromX, toX, fromY, toY }: Area): readonly number[] {
  const sums = [0, 0, 0, 0];
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 4; channel++) sums[channel] = (sums[channel] ?? 0) + (bgra[at + channel] ?? 0);
    }
  }
  const count = (toX - fromX) * (toY - fromY);
  return sums.map((sum) => Math.round(sum / count));
}
