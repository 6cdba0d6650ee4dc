// The devices of the board as the screen names them: each of a kind, whether it works, and what its driver says.

import type { DeviceState } from '../../hal/device-state.ts';
import type { MachinePart, PartKind } from '../phone.ts';

/** By how drivers call their devices. */
const kinds: readonly (readonly [RegExp, PartKind])[] = [
  [/^(keypad|key matrix)/, 'keypad'],
  [/^hook/, 'hook'],
  [/^touch/, 'touch'],
  [/^screen/, 'screen'],
  [/panel/, 'panel'],
  [/handset|headset/i, 'handset'],
  [/lamp|LED/, 'lamps'],
  [/light/, 'light'],
  [/^watchdog/, 'watchdog'],
  [/^time$/, 'time'],
];

export function machineParts(states: readonly DeviceState[]): readonly MachinePart[] {
  return states.map(({ device, isWorking, sentence }) => ({
    kind: kinds.find(([pattern]) => pattern.test(device))?.[1] ?? 'other',
    name: device,
    isWorking,
    sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1),
  }));
}
