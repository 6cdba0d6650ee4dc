// The seeded company: a dozen people with numbers, titles, secrets and how each takes a call.

import type { Account } from '../proxy/accounts.ts';

export const DOMAIN = 'fernleigh.test';
export const COMPANY = 'Fernleigh Instruments';

export type Behaviour =
  /** A phone of their own registers; the bench does not answer for them. */
  | { readonly kind: 'phone' }
  | { readonly kind: 'answers'; readonly afterMs: number }
  | { readonly kind: 'busy' }
  /** Nobody is there: the call ends with 480 after a while. */
  | { readonly kind: 'rings'; readonly forMs: number }
  | { readonly kind: 'declines'; readonly afterMs: number };

export interface Person extends Account {
  readonly givenName: string;
  readonly familyName: string;
  readonly behaviour: Behaviour;
}

const ANSWERS: Behaviour = { kind: 'answers', afterMs: 1500 };
const NOT_THERE: Behaviour = { kind: 'rings', forMs: 45_000 };

/** Test data for a bench on the loopback address: these secrets protect nothing. */
export const PEOPLE: readonly Person[] = [
  person('dana', 'Dana', 'Novak', '4217', 'Hardware, building 4', { kind: 'phone' }, '246810', 'harbour-lamp-42'),
  person('jun', 'Jun', 'Lee', '4218', 'Firmware, building 4', { kind: 'phone' }, '135792', 'quiet-river-17'),
  person('mara', 'Mara', 'Kovács', '4402', 'Head of Design', ANSWERS),
  person('amir', 'Amir', 'Rao', '4403', 'Purchasing', { kind: 'busy' }),
  person('sofia', 'Sofia', 'Ortega', '4404', 'Facilities', NOT_THERE),
  person('tomas', 'Tomas', 'Berg', '4405', 'Legal counsel', { kind: 'declines', afterMs: 1500 }),
  person('eleni', 'Ελένη', 'Παππά', '4406', 'Quality', ANSWERS),
  person('oleg', 'Олег', 'Иванов', '4407', 'Test engineering', ANSWERS),
  person('otto', 'Otto', 'Napel', '4131', 'Reception', { kind: 'answers', afterMs: 600 }),
  person('ines', 'Inês', 'Carvalho', '4408', 'Acoustics', ANSWERS),
  person('bjorn', 'Björn', 'Østergård', '4409', 'Logistics', NOT_THERE),
  person('grace', 'Grace', 'Adeyemi', '4410', 'Managing director', { kind: 'busy' }),
];

function person(
  user: string,
  givenName: string,
  familyName: string,
  extension: string,
  title: string,
  behaviour: Behaviour,
  pin = `${extension}00`,
  password = `${user}-bench-${extension}`,
): Person {
  return {
    user,
    givenName,
    familyName,
    displayName: `${givenName} ${familyName}`,
    extension,
    title,
    // Ofcom keeps 07700 900000 to 900999 for drama.
    mobile: `+44 7700 900${extension.slice(1)}`,
    pin,
    password,
    behaviour,
  };
}
