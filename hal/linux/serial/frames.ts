// Frames on the serial line of a key panel: COBS between zeros, a checksum, and nothing that noise can stop for long.

/** Type, sequence and at most 58 bytes; a longer one is noise. */
export const mostFrameBytes = 60;
const checksumBytes = 2;
/** COBS adds one byte to so few. */
const mostEncodedBytes = mostFrameBytes + checksumBytes + 1;

export interface Frame {
  readonly type: number;
  readonly sequence: number;
  readonly body: Uint8Array;
}

/** CRC-16 with polynomial 0x1021 and start value 0xFFFF (CRC-16/IBM-3740). */
export function checksum(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

/** With a zero before and after: the first one ends whatever noise stood before. */
export function encodeFrame({ type, sequence, body }: Frame): Uint8Array {
  const plain = Uint8Array.of(type, sequence, ...body);
  const crc = checksum(plain);
  return Uint8Array.of(0, ...stuff(Uint8Array.of(...plain, crc & 0xff, crc >> 8)), 0);
}

export class FrameReader {
  /** Pieces between zeros that were no frames, for the log. */
  noisePieces = 0;
  readonly #piece = new Uint8Array(mostEncodedBytes);
  #length = 0;
  #isTooLong = false;

  /** Whole frames among the bytes so far, in order; whatever comes, memory stays as it is. */
  push(chunk: Uint8Array): readonly Frame[] {
    const frames: Frame[] = [];
    for (const byte of chunk) {
      if (byte === 0) {
        const frame = this.#isTooLong ? undefined : frameOf(this.#piece.subarray(0, this.#length));
        if (frame) frames.push(frame);
        else if (this.#length > 0) this.noisePieces++;
        this.#length = 0;
        this.#isTooLong = false;
      } else if (this.#length < mostEncodedBytes) {
        this.#piece[this.#length++] = byte;
      } else {
        this.#isTooLong = true;
      }
    }
    return frames;
  }
}

function frameOf(piece: Uint8Array): Frame | undefined {
  const bytes = unstuff(piece);
  if (!bytes || bytes.length < 2 + checksumBytes) return undefined;
  const plain = bytes.subarray(0, bytes.length - checksumBytes);
  const told = (bytes.at(-2) ?? 0) | ((bytes.at(-1) ?? 0) << 8);
  if (told !== checksum(plain)) return undefined;
  const [type = 0, sequence = 0] = plain;
  return { type, sequence, body: plain.slice(2) };
}

/** COBS: each zero becomes the distance to the next one. Below 254 bytes there is no second code byte to mind. */
function stuff(plain: Uint8Array): Uint8Array {
  const out = new Uint8Array(plain.length + 1);
  let code = 0;
  for (const [at, byte] of plain.entries()) {
    if (byte === 0) {
      out[code] = at + 1 - code;
      code = at + 1;
    } else {
      out[at + 1] = byte;
    }
  }
  out[code] = out.length - code;
  return out;
}

function unstuff(piece: Uint8Array): Uint8Array | undefined {
  const out = new Uint8Array(Math.max(0, piece.length - 1));
  for (let code = 0; code < piece.length; ) {
    const next = code + (piece[code] ?? 0);
    if (next > piece.length) return undefined;
    out.set(piece.subarray(code + 1, next), code);
    code = next;
  }
  return piece.length === 0 ? undefined : out;
}
