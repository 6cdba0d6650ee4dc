// How to reach a person, and the line under their name.

import type { Party, Person } from '../../../firmware/phone.ts';
import type { Catalogue } from '../../text/index.ts';

/** What to dial: the first number, or else the address. */
export function targetOf(person: Person): string | undefined {
  return person.numbers[0]?.number ?? person.address;
}

export function personDetail(person: Person): string {
  return [person.title || person.organization, targetOf(person)].filter(Boolean).join(' · ');
}

/** The name to show for the far end; never empty. */
export function partyName(party: Party, text: Catalogue): string {
  if (party.anonymous) return text.call.anonymousCaller;
  return party.person?.name ?? (party.name || party.number || text.call.unknownCaller);
}

/** Title and number, without saying the number twice where it is all that is known. */
export function partyDetail(party: Party, text: Catalogue): string {
  if (party.anonymous) return '';
  const name = partyName(party, text);
  return [party.person?.title, party.number === name ? undefined : party.number].filter(Boolean).join(' · ');
}
