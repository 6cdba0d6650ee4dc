// Star and hash held together for five seconds, soon after power-on, make the phone forget everything: the way back for whoever has lost a PIN.

import type { Clock, Timer } from '../../hal/clock.ts';
import type { KeyName, Keypad } from '../../hal/keypad.ts';

export const resetChord: readonly KeyName[] = ['*', '#'];
const heldForMs = 5_000;
/** A hand that lies on the keys later means something else. */
const begunWithinMs = 30_000;

export function watchResetChord(keypad: Keypad, clock: Clock, onHeld: () => void): () => void {
  const startedAtMs = clock.nowMs();
  const held = new Set<KeyName>();
  let timer: Timer | undefined;
  const stop = keypad.onKey(({ key, down }) => {
    if (down) held.add(key);
    else held.delete(key);
    timer?.cancel();
    timer = undefined;
    const only = held.size === resetChord.length && resetChord.every((part) => held.has(part));
    if (only && clock.nowMs() - startedAtMs <= begunWithinMs) timer = clock.after(heldForMs, onHeld);
  });
  return () => {
    timer?.cancel();
    stop();
  };
}
