// How long to wait before trying again: doubling, with jitter, so that a thousand phones do not come back at once.

import type { RandomSource } from '../../../hal/clock.ts';
import { fraction } from '../location/server-locator.ts';

export const backoffLimits = { firstMs: 1_000, longestMs: 60_000 } as const;

export class Backoff {
  readonly #random: RandomSource;
  #failures = 0;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  /** RFC 5626 4.5: between half and all of the doubled time. */
  nextMs(): number {
    const boundMs = Math.min(backoffLimits.longestMs, backoffLimits.firstMs * 2 ** Math.min(this.#failures, 16));
    this.#failures += 1;
    return Math.round(boundMs * (0.5 + fraction(this.#random) / 2));
  }

  reset(): void {
    this.#failures = 0;
  }
}
