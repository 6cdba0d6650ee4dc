// Ports of a board that has no such device: the hook is never lifted, and no lamp is there to be lit.

import type { HookPosition, HookSwitch } from '../hook-switch.ts';
import type { Indicators, LampName, LampState } from '../indicators.ts';

export class NoHookSwitch implements HookSwitch {
  readonly position: HookPosition = 'on-hook';

  onChange(): () => void {
    return () => undefined;
  }

  close(): void {
    // There is nothing to let go.
  }
}

export class NoIndicators implements Indicators {
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
