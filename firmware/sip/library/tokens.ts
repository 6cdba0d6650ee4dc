// Identifiers that nobody can guess: Call-ID, tags, branches and cnonces from the phone's random source.

import type { RandomSource } from '../../../hal/clock.ts';

/** RFC 3261 19.3 asks for 32 bits; 96 leave nothing to luck. */
const tokenBytes = 12;

export function newToken(random: RandomSource): string {
  return Buffer.from(random.bytes(tokenBytes)).toString('hex');
}

/** The cookie marks a branch as unique by RFC 3261 8.1.1.7. */
export function newBranch(random: RandomSource): string {
  return `z9hG4bK${newToken(random)}`;
}

/** RFC 4122 version 4. */
export function newUuid(random: RandomSource): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
