// Unpredictable bytes from the kernel.

import { randomBytes } from 'node:crypto';
import type { RandomSource } from '../clock.ts';

export class SystemRandom implements RandomSource {
  bytes(length: number): Uint8Array {
    return randomBytes(length);
  }
}
