// Packs rectangles of a frame buffer into one message: runs of equal pixels, never more than the pixels themselves.

import type { Rectangle } from '../../screen.ts';

/**
 * A message is rectangles one after another, all numbers little endian: x, y, width, height (16 bits each), the
 * number of words that follow (32 bits), and the words. A word is a run of pixels in reading order: red, green
 * and blue in the low 24 bits as in XRGB8888, and in the byte that XRGB leaves unused the run's length less one.
 */
const headerWords = 3;
const longestRun = 256;

export class FrameEncoder {
  readonly #pixels: Uint32Array;
  readonly #width: number;
  #scratch = new Uint32Array(0);

  /** `pixels` is the whole screen, `width` pixels a row. */
  constructor(pixels: Uint32Array, width: number) {
    this.#pixels = pixels;
    this.#width = width;
  }

  encode(rectangles: readonly Rectangle[]): Uint8Array {
    const atMost = rectangles.reduce((sum, { width, height }) => sum + width * height + headerWords, 0);
    if (this.#scratch.length < atMost) this.#scratch = new Uint32Array(atMost);
    const words = this.#scratch;
    let end = 0;
    for (const rectangle of rectangles) {
      const header = end;
      end = encodeRuns(this.#pixels, this.#width, rectangle, words, header + headerWords);
      words[header] = (rectangle.y << 16) | rectangle.x;
      words[header + 1] = (rectangle.height << 16) | rectangle.width;
      words[header + 2] = end - header - headerWords;
    }
    // A copy, because the socket may hold it while the next frame for another page is encoded.
    return new Uint8Array(words.slice(0, end).buffer);
  }
}

function encodeRuns(
  pixels: Uint32Array,
  screenWidth: number,
  area: Rectangle,
  words: Uint32Array,
  from: number,
): number {
  let end = from;
  let colour = -1;
  let length = 0;
  for (let y = area.y; y < area.y + area.height; y++) {
    const rowEnd = y * screenWidth + area.x + area.width;
    for (let at = y * screenWidth + area.x; at < rowEnd; at++) {
      const next = (pixels[at] as number) & 0xffffff;
      if (next === colour && length < longestRun) {
        length++;
        continue;
      }
      if (length > 0) words[end++] = ((length - 1) << 24) | colour;
      colour = next;
      length = 1;
    }
  }
  if (length > 0) words[end++] = ((length - 1) << 24) | colour;
  return end;
}
