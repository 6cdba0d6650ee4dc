// A report descriptor of a handset as such devices have it: hook, mute, volume and number keys, four lamps.

import type { KeyName } from '../../../../hal/keypad.ts';

/** Report 1, in: hook, phone mute, redial, volume up and down, three unused bits, then 0 to 7. Report 2, out: lamps. */
export const handsetDescriptor = Uint8Array.of(
  // Usage page telephony, usage handset, collection application, report 1.
  ...[0x05, 0x0b, 0x09, 0x04, 0xa1, 0x01, 0x85, 0x01],
  // 0 to 1, one bit each, three of them: hook switch, phone mute, redial.
  ...[0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x03, 0x09, 0x20, 0x09, 0x2f, 0x09, 0x24, 0x81, 0x02],
  // Page consumer: volume up and down, by usages that bring their page along.
  ...[0x95, 0x02, 0x0b, 0xe9, 0x00, 0x0c, 0x00, 0x0b, 0xea, 0x00, 0x0c, 0x00, 0x81, 0x02],
  // Three bits of padding.
  ...[0x95, 0x03, 0x81, 0x03],
  // Number keys 0 to 7 as a range.
  ...[0x95, 0x08, 0x19, 0xb0, 0x29, 0xb7, 0x81, 0x02],
  // Report 2: page LEDs, four of them and padding.
  ...[0x85, 0x02, 0x05, 0x08, 0x95, 0x04, 0x09, 0x09, 0x09, 0x17, 0x09, 0x18, 0x09, 0x19, 0x91, 0x02],
  ...[0x95, 0x04, 0x91, 0x03, 0xc0],
);

/** By bit of the report, after its number. */
export const handsetKeys: readonly { readonly bit: number; readonly name: KeyName }[] = [
  { bit: 1, name: 'mute' },
  { bit: 2, name: 'redial' },
  { bit: 3, name: 'volume-up' },
  { bit: 4, name: 'volume-down' },
  ...(['0', '1', '2', '3', '4', '5', '6', '7'] as const).map((name, at) => ({ bit: 8 + at, name })),
];
