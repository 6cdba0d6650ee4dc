// What a page's canvas shows after the frames it was sent; reads the format told in hal/sim/link/frame-encoding.ts.

import type { PageLink } from './page-link.ts';

/** Paints every frame, acknowledging each, until the phone has nothing more to send. */
export class Canvas {
  readonly #pixels = new Map<string, number>();
  readonly #link: PageLink;

  constructor(link: PageLink) {
    this.#link = link;
  }

  pixel(x: number, y: number): number {
    for (let frame = this.#link.frames.shift(); frame; frame = this.#link.frames.shift()) {
      this.#paint(frame);
      this.#link.say({ type: 'painted' });
    }
    return this.#pixels.get(`${x},${y}`) ?? 0;
  }

  #paint(frame: Uint8Array): void {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    let at = 0;
    while (at < view.byteLength) {
      const [x, y, width] = [view.getUint16(at, true), view.getUint16(at + 2, true), view.getUint16(at + 4, true)];
      const words = view.getUint32(at + 8, true);
      at += 12;
      let index = 0;
      for (let word = 0; word < words; word++, at += 4) {
        const value = view.getUint32(at, true);
        for (let run = value >>> 24; run >= 0; run--, index++) {
          this.#pixels.set(`${x + (index % width)},${y + Math.floor(index / width)}`, value & 0xffffff);
        }
      }
    }
  }
}
