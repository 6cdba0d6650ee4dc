// Print the company as a vCard 4.0 file (RFC 6350), pictures inside, for a phone's `contacts` setting.

import type { Account } from '../proxy/accounts.ts';
import { drawAvatar } from './avatar.ts';
import { COMPANY, DOMAIN, type Person } from './people.ts';

const MAX_LINE_BYTES = 75;
/** Whom a newcomer's home screen offers first: some answer, one never does. */
const FAVOURITES: readonly string[] = ['mara', 'eleni', 'oleg', 'otto', 'sofia'];

/** People with their pictures; a service has a name and a number. */
export function printContacts(people: readonly Person[], services: readonly Account[] = []): string {
  return [...people.map(printCard), ...services.map(printService)].join('');
}

function printService({ user, displayName, extension, title }: Account): string {
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    'KIND:application',
    `UID:urn:x-fernleigh:${user}`,
    `FN:${escapeText(displayName)}`,
    `TITLE:${escapeText(title)}`,
    `TEL;TYPE="work,voice":${extension}`,
    `IMPP;TYPE=work:sip:${user}@${DOMAIN}`,
    'END:VCARD',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

function printCard(person: Person): string {
  const picture = drawAvatar(person.displayName).toString('base64');
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    `UID:urn:x-fernleigh:${person.user}`,
    `FN:${escapeText(person.displayName)}`,
    `N:${escapeText(person.familyName)};${escapeText(person.givenName)};;;`,
    `ORG:${escapeText(COMPANY)}`,
    `TITLE:${escapeText(person.title)}`,
    `TEL;TYPE="work,voice":${person.extension}`,
    `TEL;TYPE="cell,voice":${person.mobile}`,
    `IMPP;TYPE=work:sip:${person.user}@${DOMAIN}`,
    `EMAIL;TYPE=work:${person.user}@${DOMAIN}`,
    ...(FAVOURITES.includes(person.user) ? ['CATEGORIES:Favourites'] : []),
    `PHOTO:data:image/png;base64,${picture}`,
    'END:VCARD',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

/** Section 3.4. */
function escapeText(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&').replace(/\n/g, '\\n');
}

/** Section 3.2: by bytes, but never inside a character. */
function fold(line: string): string {
  const rows: string[] = [];
  let row = '';
  let bytes = 0;
  for (const letter of line) {
    const width = Buffer.byteLength(letter);
    if (bytes + width > MAX_LINE_BYTES) {
      rows.push(row);
      row = ' ';
      bytes = 1;
    }
    row += letter;
    bytes += width;
  }
  return [...rows, row].join('\r\n');
}
