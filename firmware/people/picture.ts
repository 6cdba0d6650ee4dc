// Takes a picture from base64 only when the phone can show it: a PNG of at most 64 KiB.

const maximumBytes = 64 * 1024;
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export function readPicture(base64: string): Uint8Array | undefined {
  if (base64.length > (maximumBytes * 4) / 3 + 4) return undefined;
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  if (bytes.length > maximumBytes) return undefined;
  return isPng(bytes) ? bytes : undefined;
}

function isPng(bytes: Uint8Array): boolean {
  return pngSignature.every((byte, index) => bytes[index] === byte);
}
