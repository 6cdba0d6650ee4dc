// What a board description may say of the keys, hook, lamps and the rest of a real machine: one schema a driver.

import * as z from 'zod';
import { lampNames } from '../indicators.ts';
import { keyNames } from '../keypad.ts';
import { inputCodes, switchCodes } from '../native/input-codes.ts';
import { nearestName } from './nearest-name.ts';

/** Lines of the GPIO header by what they are for, e.g. `{ "row1": 17 }`; kept apart so that no line is used twice. */
export const pins = z.record(z.string(), z.int().min(0).max(63));

const keyName = z.enum(keyNames);
const keyCode = z.enum(Object.keys(inputCodes) as [keyof typeof inputCodes]);
const switchCode = z.enum(Object.keys(switchCodes) as [keyof typeof switchCodes]);

/** Kernel input devices by what they are called or where they are plugged in; all that is given must be so. */
export const inputMatch = z
  .strictObject({
    name: z.string().min(1).max(120).optional(),
    phys: z.string().min(1).max(120).optional(),
    path: z.string().startsWith('/dev/input/').max(200).optional(),
    kind: z.enum(['keyboard', 'number-pad', 'touchscreen']).optional(),
  })
  .refine((match) => Object.values(match).some((value) => value !== undefined), {
    error: 'one of name, phys, path and kind is needed',
  });

const evdev = {
  driver: z.literal('evdev'),
  device: inputMatch,
  /** Whether everybody else on the machine is kept from these keys. */
  grab: z.boolean().default(true),
};

export const evdevKeypad = z.strictObject({
  ...evdev,
  /** What keys press, where it differs from the usual. */
  keys: z.partialRecord(keyCode, keyName).default({}),
  /** What is printed on a keyboard with letters; without it no key writes. */
  layout: z.enum(['us', 'de']).optional(),
});

export const evdevHook = z.strictObject({
  ...evdev,
  /** A switch of a cradle or plug, or a key that is held while the handset is off the hook. */
  code: z.union([keyCode, switchCode]),
  on_means: z.enum(['off-hook', 'on-hook']).default('off-hook'),
  debounce_ms: z.int().min(0).max(500).default(40),
  /** Each press changes the position, for a key that nobody can hold through a call. */
  toggles: z.boolean().default(false),
});

/** A chip by its label; absent: the header of a Raspberry Pi, whose line numbers are then GPIO numbers. */
const chip = z.string().min(1).max(32).optional();
const inputLines = {
  driver: z.literal('gpio'),
  chip,
  active: z.enum(['low', 'high']).default('low'),
  bias: z.enum(['pull-up', 'pull-down', 'none']).default('pull-up'),
};

export const gpioKeypad = z
  .strictObject({
    ...inputLines,
    /** Lines by key, and by "row1", "col1" and so on for the matrix. */
    pins,
    /** Rows of keys from the top, each from the left; null where a crossing has no key. */
    matrix: z.array(z.array(keyName.nullable()).min(1).max(8)).min(1).max(8).optional(),
    /** A diode at each key: any number of keys can be told apart. */
    diodes: z.boolean().default(false),
    debounce_ms: z.int().min(1).max(50).default(8),
  })
  .superRefine(({ pins: lines, matrix = [] }, context) => {
    const columns = matrix[0]?.length ?? 0;
    if (matrix.some((row) => row.length !== columns)) {
      context.addIssue({ code: 'custom', path: ['matrix'], message: 'its rows are not equally long' });
    }
    const crossing = [...numbered('row', matrix.length), ...numbered('col', columns)];
    for (const line of crossing.filter((one) => !Object.hasOwn(lines, one))) {
      context.addIssue({ code: 'custom', path: ['pins'], message: `the line of "${line}" is missing` });
    }
    checkUses(Object.keys(lines), [...keyNames, ...crossing], 'key', context);
  });

export const gpioHook = z.strictObject({
  ...inputLines,
  pins: z.strictObject({ switch: z.int().min(0).max(63) }),
  active_means: z.enum(['off-hook', 'on-hook']).default('off-hook'),
  debounce_ms: z.int().min(1).max(500).default(40),
});

export const gpioLamps = z
  .strictObject({
    driver: z.literal('gpio'),
    chip,
    active: z.enum(['low', 'high']).default('high'),
    /** Lines by lamp; "ringing" may as well be a bell. */
    pins,
  })
  .superRefine(({ pins: lines }, context) => checkUses(Object.keys(lines), lampNames, 'lamp', context));

const ledName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^/]+$/, 'it is a name in /sys/class/leds, without a slash');

/** Lamps of the kernel's LED class. */
export const ledLamps = z.strictObject({
  driver: z.literal('leds'),
  leds: z.partialRecord(z.enum(lampNames), ledName),
  /** Share of full brightness while lit. */
  brightness: z.number().gt(0).max(1).default(1),
});

/** A key panel with a microcontroller; sections with the same path are one panel. */
export const serialPanel = z.strictObject({
  driver: z.literal('serial'),
  path: z.string().startsWith('/dev/').max(200),
  baud: z
    .union([z.literal(9600), z.literal(19_200), z.literal(38_400), z.literal(57_600), z.literal(115_200)])
    .default(115_200),
});

/** A USB handset or headset; without a description whatever is a telephone. Sections with the same one are one device. */
export const hidHandset = z.strictObject({
  driver: z.literal('hid'),
  device: z
    .strictObject({
      usb: z
        .string()
        .regex(/^[0-9a-fA-F]{4}:[0-9a-fA-F]{4}$/, 'it is maker and product as lsusb shows them, e.g. "0b0e:245e"')
        .optional(),
      name: z.string().min(1).max(120).optional(),
      phys: z.string().min(1).max(120).optional(),
    })
    .default({}),
});

/** What is printed on the type plate instead of what the machine says of itself. */
export const machineIdentity = z.strictObject({
  driver: z.literal('machine'),
  vendor: z.string().min(1).max(64).optional(),
  model: z.string().min(1).max(64).optional(),
});

export const deviceWatchdog = z.strictObject({
  driver: z.literal('device'),
  file: z.string().startsWith('/dev/watchdog').max(40).default('/dev/watchdog0'),
});

export const systemdWatchdog = z.strictObject({ driver: z.literal('systemd') });

/** The light behind the screen, and how long nobody has to use the phone until it dims. */
export const backlight = z.strictObject({
  /** Folder in /sys/class/backlight; absent: the only one. */
  name: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^/]+$/, 'it is a name in /sys/class/backlight, without a slash')
    .optional(),
  /** Share of full brightness below which nothing can be read on this panel. */
  least: z.number().min(0).max(0.5).default(0.02),
  dim_after_s: z.int().min(5).max(86_400).default(120),
  dim_to: z.number().min(0).max(1).default(0.15),
  /** Absent: it never goes out. */
  off_after_s: z.int().min(5).max(86_400).optional(),
});

/** A port that this machine does not have: the hook is never lifted, no lamp is there. */
export const none = z.strictObject({ driver: z.literal('none') });

function numbered(kind: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${kind}${at + 1}`);
}

function checkUses(
  uses: readonly string[],
  known: readonly string[],
  what: string,
  context: { addIssue(issue: { code: 'custom'; path: string[]; message: string }): void },
): void {
  for (const use of uses.filter((one) => !known.includes(one))) {
    const nearest = nearestName(use, known);
    const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
    context.addIssue({ code: 'custom', path: ['pins', use], message: `there is no ${what} of this name${hint}` });
  }
}
