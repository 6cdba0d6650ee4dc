// Takes a picture from base64 only when the phone can show it: PNG or baseline JPEG, at most 64 KiB.

const maximumBytes = 64 * 1024;
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export function readPicture(base64: string): Uint8Array | undefined {
  if (base64.length > (maximumBytes * 4) / 3 + 4) return undefined;
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  if (bytes.length > maximumBytes) return undefined;
  return isPng(bytes) || isBaselineJpeg(bytes) ? bytes : undefined;
}

function isPng(bytes: Uint8Array): boolean {
  return pngSignature.every((byte, index) => bytes[index] === byte);
}

/** Walks the markers of ITU-T T.81 up to the frame header: SOF0 and SOF1 are sequential, the others are not shown. */
function isBaselineJpeg(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return false;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return false;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xc0 || marker === 0xc1) return true;
    const isFrame = marker >= 0xc2 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame || marker === 0xda) return false;
    at += 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0);
  }
  return false;
}
