// Draw a picture for each person: head and shoulders on a coloured gradient, always the same for the same name.

import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';

export const AVATAR_SIZE = 96;

type Colour = readonly [number, number, number];

/** A PNG of under 8 KiB: steps instead of a smooth gradient keep it small. */
export function drawAvatar(name: string): Buffer {
  const digest = createHash('sha256').update(name).digest();
  const hue = ((digest[0] ?? 0) / 256) * 360;
  const top = fromHsl(hue, 0.42, 0.62);
  const bottom = fromHsl(hue + 35, 0.45, 0.4);
  const skin = fromHsl(20 + (digest[1] ?? 0) / 16, 0.45, 0.35 + (digest[2] ?? 0) / 600);
  const hair = fromHsl(15 + (digest[3] ?? 0) / 10, 0.35, 0.12 + (digest[4] ?? 0) / 800);
  const clothes = fromHsl(hue + 180, 0.3, 0.32);
  const hairHeight = 0.3 + (digest[5] ?? 0) / 1800;
  const image = new PNG({ width: AVATAR_SIZE, height: AVATAR_SIZE });
  for (let y = 0; y < AVATAR_SIZE; y++) {
    for (let x = 0; x < AVATAR_SIZE; x++) {
      const colour = sample(x, y, (px, py) => {
        if (isInside(px, py, 0.5, 0.45, 0.19, 0.235)) return py < hairHeight ? hair : skin;
        if (isInside(px, py, 0.5, 0.4, 0.215, 0.225) && py < 0.43) return hair;
        if (isInside(px, py, 0.5, 1.08, 0.38, 0.38)) return clothes;
        if (Math.abs(px - 0.5) < 0.075 && py > 0.6 && py < 0.78) return skin;
        return blend(top, bottom, Math.round(py * 16) / 16);
      });
      image.data.set([...colour, 255], (y * AVATAR_SIZE + x) * 4);
    }
  }
  return PNG.sync.write(image, { colorType: 2, deflateLevel: 9 });
}

/** Four points a pixel, so that edges are soft. */
function sample(x: number, y: number, at: (px: number, py: number) => Colour): Colour {
  const sum = [0, 0, 0];
  for (const [dx, dy] of [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ] as const) {
    const colour = at((x + dx) / AVATAR_SIZE, (y + dy) / AVATAR_SIZE);
    for (const channel of [0, 1, 2] as const) sum[channel] = (sum[channel] ?? 0) + colour[channel] / 4;
  }
  return [Math.round(sum[0] ?? 0), Math.round(sum[1] ?? 0), Math.round(sum[2] ?? 0)];
}

function isInside(x: number, y: number, centreX: number, centreY: number, radiusX: number, radiusY: number): boolean {
  return ((x - centreX) / radiusX) ** 2 + ((y - centreY) / radiusY) ** 2 < 1;
}

function blend(from: Colour, to: Colour, share: number): Colour {
  const mix = (channel: 0 | 1 | 2) => from[channel] + (to[channel] - from[channel]) * share;
  return [mix(0), mix(1), mix(2)];
}

function fromHsl(hue: number, saturation: number, lightness: number): Colour {
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    const swing = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - swing * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
