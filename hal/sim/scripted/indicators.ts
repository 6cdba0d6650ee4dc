// Lamps that a test reads.

import type { Indicators, LampName, LampState } from '../../indicators.ts';

export class MemoryIndicators implements Indicators {
  readonly #states = new Map<LampName, LampState>();

  set(lamp: LampName, state: LampState): void {
    this.#states.set(lamp, state);
  }

  get(lamp: LampName): LampState {
    return this.#states.get(lamp) ?? 'off';
  }

  close(): void {
    this.#states.clear();
  }
}
