// Which key of the phone each of the kernel's key codes presses, unless the board file says otherwise.

import type { KeyName } from '../../keypad.ts';
import { type InputCodeName, inputCodes } from '../../native/input-codes.ts';

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Digits stand on keyboards, number pads and telephones under codes of their own. */
const digitKeys = digits.flatMap((digit): [InputCodeName, KeyName][] => [
  [`KEY_${digit}`, digit],
  [`KEY_KP${digit}`, digit],
  [`KEY_NUMERIC_${digit}`, digit],
]);

const otherKeys: Partial<Record<InputCodeName, KeyName>> = {
  KEY_KPASTERISK: '*',
  KEY_NUMERIC_STAR: '*',
  // A number pad has no pound sign; its slash is where a telephone has nothing.
  KEY_KPSLASH: '#',
  KEY_NUMERIC_POUND: '#',
  KEY_F1: 'soft1',
  KEY_F2: 'soft2',
  KEY_F3: 'soft3',
  KEY_F4: 'soft4',
  KEY_UP: 'up',
  KEY_DOWN: 'down',
  KEY_LEFT: 'left',
  KEY_RIGHT: 'right',
  KEY_ENTER: 'ok',
  KEY_KPENTER: 'ok',
  KEY_OK: 'ok',
  KEY_SELECT: 'ok',
  KEY_ESC: 'back',
  KEY_BACK: 'back',
  KEY_HOME: 'home',
  KEY_HOMEPAGE: 'home',
  KEY_F5: 'speaker',
  KEY_F6: 'headset',
  KEY_F7: 'redial',
  KEY_REDO: 'redial',
  KEY_F8: 'message',
  KEY_VOICEMAIL: 'message',
  KEY_F9: 'mute',
  KEY_MUTE: 'mute',
  KEY_MICMUTE: 'mute',
  KEY_VOLUMEUP: 'volume-up',
  KEY_PAGEUP: 'volume-up',
  KEY_VOLUMEDOWN: 'volume-down',
  KEY_PAGEDOWN: 'volume-down',
};

export const usualKeys: ReadonlyMap<InputCodeName, KeyName> = new Map([
  ...digitKeys,
  // The table's own keys, which Object.entries widens to any text.
  ...(Object.entries(otherKeys) as [InputCodeName, KeyName][]),
]);

/** By code; `changed` comes from the board file and stands above the usual. */
export function keyMap(changed: Readonly<Partial<Record<InputCodeName, KeyName>>> = {}): ReadonlyMap<number, KeyName> {
  const changes = Object.entries(changed) as [InputCodeName, KeyName][];
  return new Map([...usualKeys, ...changes].map(([name, key]) => [inputCodes[name], key]));
}
