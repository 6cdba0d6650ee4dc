// The calls that are up or just over: which of them has the handset, and how long an ended one stays.

import type { Clock, Timer } from '../../hal/clock.ts';
import type { CallState } from '../phone.ts';
import type { Call } from './call.ts';

export class CallList {
  readonly #clock: Clock;
  readonly #timers = new Map<string, Timer>();
  #calls: readonly Call[] = [];
  /** Targets that could not even be called, shown like calls that ended. */
  #refused: readonly CallState[] = [];
  #chosenId: string | undefined;
  #serial = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get all(): readonly Call[] {
    return this.#calls;
  }

  live(): readonly Call[] {
    return this.#calls.filter(({ phase }) => phase !== 'ended');
  }

  /** A call has the person's ear, or is on its way to it. */
  talking(): boolean {
    return this.#calls.some((call) => isOutgoing(call) || (call.phase === 'connected' && !call.held));
  }

  states(): readonly CallState[] {
    const states = [...this.#calls.map((call) => call.state()), ...this.#refused];
    return states.sort((left, right) => left.startedAtMs - right.startedAtMs);
  }

  /** The chosen call while it lives; else what needs the person first. */
  active(): Call | undefined {
    const live = this.live();
    return (
      live.find(({ id }) => id === this.#chosenId) ??
      live.find(({ phase, held }) => phase === 'connected' && !held) ??
      live.find(isOutgoing) ??
      live.find(({ phase }) => phase === 'ringing-in') ??
      live[0]
    );
  }

  /** Where nothing lives, what ended last is still to be read. */
  activeId(): string | undefined {
    return this.active()?.id ?? this.states().at(-1)?.id;
  }

  find(id: string): Call | undefined {
    return this.#calls.find((call) => call.id === id);
  }

  /** The call named, or else the one with the handset before the others, where it fits. */
  pick(id: string | undefined, fits: (call: Call) => boolean): Call | undefined {
    if (id !== undefined) return this.#calls.find((call) => call.id === id && fits(call));
    const active = this.active();
    return active && fits(active) ? active : this.#calls.find(fits);
  }

  choose(call: Call): void {
    this.#chosenId = call.id;
  }

  add(call: Call): void {
    this.#calls = [...this.#calls, call];
  }

  addRefused(state: CallState): void {
    this.#refused = [...this.#refused, state];
  }

  remove(id: string): void {
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
    this.#calls = this.#calls.filter((call) => call.id !== id);
    this.#refused = this.#refused.filter((call) => call.id !== id);
  }

  /** One timer a call: first for its answer, then for its stay on the screen. */
  after(id: string, delayMs: number, fire: () => void): void {
    this.#timers.get(id)?.cancel();
    this.#timers.set(id, this.#clock.after(delayMs, fire));
  }

  newId(): string {
    // Wall time keeps entries of the log apart across restarts.
    return `${this.#clock.wallMs().toString(36)}-${++this.#serial}`;
  }
}

function isOutgoing({ phase }: Call): boolean {
  return phase === 'dialling' || phase === 'ringing-out';
}
