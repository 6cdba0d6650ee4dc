// What this machine has that a board file could name, for sections whose device was not found.

import { readdirSync } from 'node:fs';
import { chipLabels, gpioHost } from '../../hal/linux/gpio/gpio-chip.ts';
import { hidDevices } from '../../hal/linux/hid/find-hid.ts';
import { listInputs } from '../../hal/linux/input/find-input.ts';

/** A line for each kind of device, with the names as the board file wants them. */
export function whatIsThere(): readonly string[] {
  const inputs = listInputs().map(({ name, phys }) => `"${name}"${phys === '' ? '' : ` at ${phys}`}`);
  const handsets = hidDevices().map(({ name, usb }) => `"${name}" (${usb})`);
  return [
    list('input devices (driver evdev)', inputs),
    list('HID devices (driver hid)', handsets),
    list('GPIO chips (driver gpio)', chipLabels(gpioHost())),
    list('serial lines (driver serial)', entriesOf('/dev/serial/by-id', '/dev/serial/by-id/')),
    list('lamps (driver leds)', entriesOf('/sys/class/leds')),
    list('backlights', entriesOf('/sys/class/backlight')),
  ];
}

function list(what: string, names: readonly string[]): string {
  return `${what}: ${names.length === 0 ? 'none' : names.join(', ')}`;
}

function entriesOf(folder: string, prefix = ''): readonly string[] {
  try {
    return readdirSync(folder).map((name) => prefix + name);
  } catch {
    // This machine has nothing of the kind.
    return [];
  }
}
