// Usages of the HID tables that a phone has a use for: telephony (page 0x0B), consumer (0x0C) and LEDs (0x08).

import type { LampName } from '../../indicators.ts';
import type { KeyName } from '../../keypad.ts';

export const hookSwitch = 0x000b0020;
const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'] as const;

export const keyUsages: ReadonlyMap<number, KeyName> = new Map<number, KeyName>([
  [0x000b002f, 'mute'],
  [0x000b0024, 'redial'],
  [0x000b002b, 'speaker'],
  ...digits.map((digit, at): [number, KeyName] => [0x000b00b0 + at, digit]),
  [0x000c00e9, 'volume-up'],
  [0x000c00ea, 'volume-down'],
  [0x000c00e2, 'mute'],
]);

/** Off Hook tells a headset that the call is on it, which is what its lamp on the phone says too. */
export const lampUsages: ReadonlyMap<number, LampName> = new Map<number, LampName>([
  [0x00080009, 'mute'],
  [0x00080017, 'headset'],
  [0x00080018, 'ringing'],
  [0x00080019, 'message-waiting'],
  [0x0008001e, 'speaker'],
]);

export const telephonyPage = 0x0b;
