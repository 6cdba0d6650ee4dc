// Whether the phone may be taken away from its person now: not in a call, not while help may call back, not under their fingers.

import type { Policy } from '../../config/index.ts';
import type { PhoneState } from '../../phone.ts';

/** Since the last key. */
export const keyQuietMs = 60_000;
/** After an emergency call: those who help may call back to ask. */
export const callBackWindowMs = 30 * 60_000;

type IdlePolicy = Pick<Policy, 'emergencyDialString' | 'emergencyDialMask'>;

export class IdleWatch {
  readonly #emergencyNumbers: ReadonlySet<string>;
  #callBackUntilMs = Number.NEGATIVE_INFINITY;

  constructor({ emergencyDialString, emergencyDialMask }: IdlePolicy) {
    this.#emergencyNumbers = new Set(
      [emergencyDialString, ...emergencyDialMask].filter((number) => number !== undefined),
    );
  }

  /** With each state of the phone; times are monotonic. */
  follow({ calls }: PhoneState, nowMs: number): void {
    if (calls.some(({ direction, party }) => direction === 'outgoing' && this.#emergencyNumbers.has(party.number)))
      this.#callBackUntilMs = nowMs + callBackWindowMs;
  }

  /** Whether the phone is free; else how long it will not be at least. */
  waitMs(state: PhoneState, touchedAtMs: number, nowMs: number): number {
    if (isInUse(state)) return keyQuietMs;
    return Math.max(0, touchedAtMs + keyQuietMs - nowMs, this.#callBackUntilMs - nowMs);
  }
}

export function isInUse({ calls, testCall, hook }: PhoneState): boolean {
  return hook === 'off-hook' || testCall.step !== 'idle' || calls.some(({ phase }) => phase !== 'ended');
}
