// Remembers for a moment that a volume key was pressed, so that the screen can show what it changed.

import type { Clock, Timer } from '../../hal/clock.ts';
import type { SteadyState } from '../steady-state.ts';

const shownForMs = 1_500;

export type VolumeSounding = 'ringer' | 'handset' | 'headset' | 'speaker';

/** What the volume keys change now: the talking path in a call, the ringer otherwise. */
export function volumeSounding(state: SteadyState): VolumeSounding {
  const ringing = state.calls.some((call) => call.phase === 'ringing-in');
  const talking =
    state.calls.some((call) => call.phase !== 'ended') || state.testCall.step !== 'idle' || state.hook === 'off-hook';
  return talking && !ringing ? state.audioPath : 'ringer';
}

export class VolumeNotice {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get shown(): boolean {
    return this.#timer !== undefined;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  show(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(shownForMs, () => this.close());
    this.#tell();
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
