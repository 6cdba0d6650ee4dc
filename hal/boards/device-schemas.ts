// What a board description may say of the keys, hook and lamps of a real machine: one schema a driver.

import * as z from 'zod';
import { keyNames } from '../keypad.ts';
import { inputCodes, switchCodes } from '../native/input-codes.ts';

/** Lines of the GPIO header by what they are for, e.g. `{ "row1": 17 }`; kept apart so that no line is used twice. */
export const pins = z.record(z.string(), z.int().min(0).max(63));

const keyName = z.enum(keyNames);
const keyCode = z.enum(Object.keys(inputCodes) as [keyof typeof inputCodes]);
const switchCode = z.enum(Object.keys(switchCodes) as [keyof typeof switchCodes]);

/** Kernel input devices by what they are called or where they are plugged in; all that is given must be so. */
const inputMatch = z
  .strictObject({
    name: z.string().min(1).max(120).optional(),
    phys: z.string().min(1).max(120).optional(),
    path: z.string().startsWith('/dev/input/').max(200).optional(),
    kind: z.enum(['keyboard']).optional(),
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

/** A port that this machine does not have: the hook is never lifted, no lamp is there. */
export const none = z.strictObject({ driver: z.literal('none') });
