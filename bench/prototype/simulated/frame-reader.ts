// Reads the frames of a simulated screen back into pixels, as the console page does.

const headerBytes = 12;

export class FrameReader {
  readonly width: number;
  readonly height: number;
  /** XRGB8888. */
  readonly pixels: Uint32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
  }

  /** Rectangles, each a header and runs of equal pixels: see `hal/sim/link/frame-encoding.ts`. */
  read(frame: Buffer): void {
    for (let at = 0; at + headerBytes <= frame.length; ) {
      const [x, y, width, height] = [0, 2, 4, 6].map((offset) => frame.readUInt16LE(at + offset)) as [
        number,
        number,
        number,
        number,
      ];
      const end = at + headerBytes + frame.readUInt32LE(at + 8) * 4;
      let pixel = 0;
      for (at += headerBytes; at < end; at += 4) {
        const word = frame.readUInt32LE(at);
        for (let run = word >>> 24; run >= 0 && pixel < width * height; run--, pixel++) {
          this.pixels[(y + Math.floor(pixel / width)) * this.width + x + (pixel % width)] = word & 0xffffff;
        }
      }
    }
  }
}
