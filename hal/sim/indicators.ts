// The lamps of the desk set in the browser; the page draws the blinking.

import { type Indicators, type LampName, type LampState, lampNames } from '../indicators.ts';
import type { DeskSetLink } from './desk-set.ts';

export class SimIndicators implements Indicators {
  readonly #link: DeskSetLink;
  readonly #states = new Map<LampName, LampState>(lampNames.map((lamp) => [lamp, 'off']));
  readonly #detach: () => void;

  constructor(link: DeskSetLink) {
    this.#link = link;
    this.#detach = link.attach({
      onOpened: (page) => {
        for (const [lamp, state] of this.#states) page.tell({ type: 'lamp', lamp, state });
      },
    });
  }

  set(lamp: LampName, state: LampState): void {
    if (this.#states.get(lamp) === state) return;
    this.#states.set(lamp, state);
    this.#link.tellAll({ type: 'lamp', lamp, state });
  }

  get(lamp: LampName): LampState {
    return this.#states.get(lamp) ?? 'off';
  }

  close(): void {
    this.#detach();
  }
}
