// Devices of a board by the words that their drivers have for them, as kinds that the screen can name.

import { expect, test } from 'vitest';
import { machineParts } from '../../../../firmware/set-up/index.ts';

test.each([
  ['keypad (USB keyboard)', 'keypad'],
  ['key matrix', 'keypad'],
  ['hook switch', 'hook'],
  ['touch panel (kind touchscreen)', 'touch'],
  ['screen DSI-1 of /dev/dri/card0', 'screen'],
  ['key panel at /dev/ttyACM0', 'panel'],
  ['line of the key panel at /dev/ttyACM0', 'panel'],
  ['USB handset 1234:5678', 'handset'],
  ['lamp "mute"', 'lamps'],
  ['backlight', 'light'],
  ['watchdog of systemd', 'watchdog'],
  ['time', 'time'],
  ['flux capacitor', 'other'],
])('%s is of the kind %s', (device, kind) => {
  expect(machineParts([{ device, isWorking: false, sentence: 'it is not there: plug it in' }])).toEqual([
    { kind, name: device, isWorking: false, sentence: 'It is not there: plug it in' },
  ]);
});
