// Lamps that a bench test lights one by one; the phone's own wishes are remembered and come back afterwards.

import { type Indicators, type LampName, type LampState, lampNames } from '../../../hal/indicators.ts';

export class TappedLamps implements Indicators {
  readonly #indicators: Indicators;
  readonly #wanted = new Map<LampName, LampState>();
  #lent = false;

  constructor(indicators: Indicators) {
    this.#indicators = indicators;
  }

  /** From the first order on all lamps are the bench's: those not ordered are dark. */
  order(lamp: LampName, state: LampState): void {
    if (!this.#lent) for (const each of lampNames) this.#indicators.set(each, 'off');
    this.#lent = true;
    this.#indicators.set(lamp, state);
  }

  giveBack(): void {
    if (!this.#lent) return;
    this.#lent = false;
    for (const lamp of lampNames) this.#indicators.set(lamp, this.get(lamp));
  }

  set(lamp: LampName, state: LampState): void {
    this.#wanted.set(lamp, state);
    if (!this.#lent) this.#indicators.set(lamp, state);
  }

  get(lamp: LampName): LampState {
    return this.#wanted.get(lamp) ?? 'off';
  }

  close(): void {
    this.#indicators.close();
  }
}
