// Draws a portrait as a real PNG file, so that the gallery shows people with pictures without photographs of anybody.

import { encodePng } from '../lvgl/png.ts';

type Rgb = readonly [red: number, green: number, blue: number];

export interface Portrait {
  readonly wall: Rgb;
  readonly skin: Rgb;
  readonly hair: Rgb;
  readonly clothes: Rgb;
}

/** Wider than high, as photographs often are: an avatar shows the middle. */
const width = 150;
const height = 120;

function isInside(x: number, y: number, centre: readonly [number, number], radius: readonly [number, number]): boolean {
  return ((x - centre[0]) / radius[0]) ** 2 + ((y - centre[1]) / radius[1]) ** 2 <= 1;
}

function colourAt(x: number, y: number, { wall, skin, hair, clothes }: Portrait): Rgb {
  const eyes = isInside(x, y, [66, 52], [3, 3]) || isInside(x, y, [84, 52], [3, 3]);
  if (eyes) return [30, 24, 20];
  const smile = isInside(x, y, [75, 66], [10, 6]) && y > 67;
  if (smile) return [150, 60, 60];
  if (isInside(x, y, [75, 56], [21, 26]) && y > 40) return skin;
  if (isInside(x, y, [75, 48], [26, 28])) return hair;
  if (isInside(x, y, [75, 80], [9, 16])) return skin;
  if (isInside(x, y, [75, 124], [46, 38])) return clothes;
  const light = 1 - (0.35 * y) / height;
  return [wall[0] * light, wall[1] * light, wall[2] * light];
}

export function drawPortrait(portrait: Portrait): Uint8Array {
  const frame = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = colourAt(x, y, portrait);
      frame.set([blue, green, red, 255], (y * width + x) * 4);
    }
  }
  return encodePng(frame, width, height);
}
