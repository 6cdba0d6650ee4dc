// Frames to PNG files for the gallery and golden tests, and PNG files to pictures for Image.
import { PNG } from 'pngjs';
import { err, ok, type Result } from '../../hal/result.ts';
import type { Picture } from './components.ts';

const maxFileBytes = 1024 * 1024;
const maxSidePx = 1024;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Of a frame in XRGB8888 (blue first); always opaque. */
export function encodePng(frame: Uint8Array, width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < width * height * 4; at += 4) {
    png.data[at] = frame[at + 2] ?? 0;
    png.data[at + 1] = frame[at + 1] ?? 0;
    png.data[at + 2] = frame[at] ?? 0;
    png.data[at + 3] = 255;
  }
  return PNG.sync.write(png, { deflateLevel: 9 });
}

/** Sizes are read and checked before anything is unpacked: a small file can claim a huge picture. */
export function pictureFromPng(file: Uint8Array): Result<Picture> {
  if (file.length > maxFileBytes) return err('the picture file is larger than 1 MiB');
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(signature)) return err('not a PNG file');
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width < 1 || height < 1 || width > maxSidePx || height > maxSidePx)
    return err('the picture is larger than 1024 pixels a side');
  try {
    const { data } = PNG.sync.read(bytes);
    const bgra = new Uint8Array(data.length);
    for (let at = 0; at < data.length; at += 4) {
      bgra[at] = data[at + 2] ?? 0;
      bgra[at + 1] = data[at + 1] ?? 0;
      bgra[at + 2] = data[at] ?? 0;
      bgra[at + 3] = data[at + 3] ?? 0;
    }
    return ok({ width, height, bgra });
  } catch (error) {
    return err(`the PNG file is broken: ${error instanceof Error ? error.message : String(error)}`);
  }
}
