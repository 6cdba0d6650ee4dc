// Forgetting on a board without a card: the owner removes what was kept and starts the phone again.

import type { FactoryReset } from '../../machine/factory-reset.ts';

export class SimFactoryReset implements FactoryReset {
  readonly isPossible = true;
  readonly #forget: () => void;

  constructor(forget: () => void) {
    this.#forget = forget;
  }

  reset(): void {
    this.#forget();
  }
}
