// A record with its digest, so that one whose writing was cut off is known for what it is.

import { createHash } from 'node:crypto';

const lengthBytes = 2;
const digestBytes = 32;

export function seal(record: object): Uint8Array {
  const body = Buffer.from(JSON.stringify(record));
  const length = Buffer.from([body.length >> 8, body.length & 255]);
  return Buffer.concat([length, createHash('sha256').update(body).digest(), body]);
}

/** Undefined for what was never written or was torn. `T` is what was sealed there: nobody else writes on this disk. */
export function readSealed<T>(bytes: Uint8Array | undefined): T | undefined {
  if (!bytes || bytes.length < lengthBytes + digestBytes) return undefined;
  const length = ((bytes[0] as number) << 8) | (bytes[1] as number);
  const body = Buffer.from(bytes.subarray(lengthBytes + digestBytes, lengthBytes + digestBytes + length));
  const digest = createHash('sha256').update(body).digest();
  return digest.equals(bytes.subarray(lengthBytes, lengthBytes + digestBytes))
    ? (JSON.parse(body.toString()) as T)
    : undefined;
}
