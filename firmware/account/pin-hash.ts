// The lock PIN as a salted scrypt hash (RFC 7914), made off the main thread.

import { scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { RandomSource } from '../../hal/clock.ts';

/** 16 MiB and some tens of milliseconds: as dear as a small board can bear at each unlocking. */
const cost = { N: 16_384, r: 8, p: 1 };
const hashBytes = 32;
const saltBytes = 16;

export const pinHashSchema = z.object({ salt: z.base64(), hash: z.base64() });
export type PinHash = z.infer<typeof pinHashSchema>;

export async function hashPin(pin: string, random: RandomSource): Promise<PinHash> {
  const salt = Buffer.from(random.bytes(saltBytes));
  const hash = await derive(pin, salt);
  return { salt: salt.toString('base64'), hash: hash.toString('base64') };
}

export async function isPin(pin: string, kept: PinHash): Promise<boolean> {
  const expected = Buffer.from(kept.hash, 'base64');
  const hash = await derive(pin, Buffer.from(kept.salt, 'base64'));
  return expected.length === hash.length && timingSafeEqual(expected, hash);
}

function derive(pin: string, salt: Uint8Array): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  scrypt(pin.normalize('NFKC'), salt, hashBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  return promise;
}
