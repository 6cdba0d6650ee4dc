// The configuration file of one phone: the keys a person writes, each with type, default and help.

import * as z from 'zod';
import { accountSchema } from './account-schema.ts';
import { key } from './key.ts';

export const configSchema = z.strictObject({
  accounts: key(
    z.array(accountSchema).max(1).default([]),
    'Accounts of this phone, at most one today. Empty: the person signs in on the screen.',
    { expects: 'a list of at most one account' },
  ),
  sign_in_service: key(
    z
      .string()
      .regex(/^https:\/\/[^\s]+$/)
      .max(2048)
      .optional(),
    'Where extension and PIN are exchanged for an account. Absent: sign-in by address and password only.',
    { expects: 'an address that begins with https://' },
  ),
  trust_anchors: key(
    z.array(z.string().min(1)).max(16).default([]),
    'Certificate authorities to trust beside those of the system: PEM files, or their texts.',
  ),
  contacts: key(
    z.string().min(1).optional(),
    'vCard file with the people of the contacts screen. Read again at each sign-in.',
    { restart: false },
  ),
  policy: key(
    z.union([z.string().min(1), z.record(z.string(), z.unknown())]).optional(),
    "The administrator's policy document: its file, or the document itself, so that one file is all that a card needs. Absent: its defaults.",
    { expects: 'a file, or a group of keys' },
  ),
  update_token: key(
    z.string().min(1).max(256).optional(),
    'Token by which hawkBit knows this one phone (its target token).',
    { secret: true },
  ),
  store: key(z.string().min(1).default('store'), 'Folder for what survives a restart: settings, calls, the account.'),
  audio_test_service: key(
    z
      .string()
      .regex(/^[^\s]{1,128}$/)
      .default('4900'),
    'Number or address of the Audio Test Service that Make Test Call calls.',
    { expects: 'a number or an address' },
  ),
  language: key(z.enum(['en', 'de']).default('en'), 'Language of the screen until the person chooses another.'),
  time_zone: key(
    z.string().refine(isTimeZone).optional(),
    'IANA name of the time zone, such as `Europe/Berlin`; the zone of the system where it is absent.',
    { expects: 'a time zone such as "Europe/Berlin"' },
  ),
});

/** As read, with paths made absolute. */
export type Config = z.infer<typeof configSchema>;

function isTimeZone(name: string): boolean {
  // The list costs next to nothing; the formatter, which knows old names too, 8 MB.
  if (Intl.supportedValuesOf('timeZone').includes(name)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
