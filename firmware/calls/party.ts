// Who is at the far end, from what signalling says and what the contacts know.

import type { People } from '../people/index.ts';
import type { Party, Person } from '../phone.ts';
import type { SipParty } from '../sip/index.ts';

const numberPattern = /^\+?[\d*#]+$/;

export function partyOf(remote: SipParty, people: People): Party {
  if (remote.anonymous) return { name: '', number: '', anonymous: true, person: undefined };
  const address = `${remote.user}@${remote.host}`;
  const isNumber = numberPattern.test(remote.user);
  const person = people.byAddress(address) ?? (isNumber ? people.byNumber(remote.user) : undefined);
  const number = isNumber ? remote.user : (extensionOf(person) ?? address);
  return { name: person?.name || remote.displayName || number, number, anonymous: false, person };
}

/** `target` as it goes to SIP: a number, a user part or an address. */
export function partyDialled(target: string, people: People): Party {
  const person = people.byNumber(target) ?? people.byAddress(target);
  const number = numberPattern.test(target) ? target : (extensionOf(person) ?? target);
  return { name: person?.name ?? number, number, anonymous: false, person };
}

function extensionOf(person: Person | undefined): string | undefined {
  return person?.numbers[0]?.number;
}
