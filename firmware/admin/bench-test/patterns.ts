// Test pictures for the screen of a prototype: whole colours, steps of grey, a frame of one pixel, the touch grid.

export const patternNames = ['red', 'green', 'blue', 'white', 'black', 'grey-steps', 'frame', 'touch-grid'] as const;
export type PatternName = (typeof patternNames)[number];

export const gridColumns = 8;
export const gridRows = 5;

const colours = { red: 0xff0000, green: 0x00ff00, blue: 0x0000ff, white: 0xffffff, black: 0x000000 } as const;
const steps = 16;
const field = { untouched: 0x20262f, touched: 0x1f9d55, line: 0xffffff } as const;

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** XRGB8888, little endian, without gaps between lines. */
  readonly pixels: Uint8Array;
}

/** Over the whole picture. `marked` are fields of the touch grid, by line from the upper left. */
export function drawPattern(picture: Picture, pattern: PatternName, marked: readonly number[] = []): void {
  const touched = new Set(marked);
  const { width, height, pixels } = picture;
  const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      view.setUint32((y * width + x) * 4, colourAt(pattern, x, y, picture, touched), true);
    }
  }
}

export function fieldAt(x: number, y: number, size: { readonly width: number; readonly height: number }): number {
  const column = Math.min(gridColumns - 1, Math.floor((x * gridColumns) / size.width));
  return Math.min(gridRows - 1, Math.floor((y * gridRows) / size.height)) * gridColumns + column;
}

function colourAt(pattern: PatternName, x: number, y: number, size: Picture, touched: ReadonlySet<number>): number {
  const { width, height } = size;
  const isEdge = x === 0 || y === 0 || x === width - 1 || y === height - 1;
  if (pattern === 'frame') {
    const isCentre = x === Math.floor(width / 2) || y === Math.floor(height / 2);
    return isEdge || isCentre ? colours.white : colours.black;
  }
  if (pattern === 'grey-steps') {
    const step = Math.min(steps - 1, Math.floor((x * steps) / width));
    // The lower half runs the other way: bands that are missing in a panel show at once.
    const level = Math.round(((y < height / 2 ? step : steps - 1 - step) * 255) / (steps - 1));
    return (level << 16) | (level << 8) | level;
  }
  if (pattern === 'touch-grid') {
    const isLine =
      isEdge || fieldAt(x, y, size) !== fieldAt(x + 1, y, size) || fieldAt(x, y, size) !== fieldAt(x, y + 1, size);
    if (isLine) return field.line;
    return touched.has(fieldAt(x, y, size)) ? field.touched : field.untouched;
  }
  return colours[pattern];
}
