// Reads people from a vCard file (RFC 6350, and the older 3.0); a card that cannot be read is left out and named.

import ICAL from 'ical.js';
import { err, ok, type Result } from '../../hal/result.ts';
import type { Person } from '../phone.ts';
import { readPicture } from './picture.ts';

const maximumPeople = 5_000;
/** A folded card of text and one picture; base64 grows by a third. */
const maximumCardLength = 128 * 1024;
/** Pictures of all people together, so that a large company does not fill the phone's memory. */
const maximumPictureBytes = 8 * 1024 * 1024;
const maximumTextLength = 256;
/** In the order in which they should be tried. */
const numberKinds = ['extension', 'work', 'mobile', 'home'] as const;
const maximumExtensionLength = 6;

type NumberKind = (typeof numberKinds)[number];
type Property = InstanceType<typeof ICAL.Property>;
type Component = InstanceType<typeof ICAL.Component>;

export interface ReadPeople {
  readonly people: readonly Person[];
  /** One sentence a card that was left out. */
  readonly problems: readonly string[];
}

export function readVCards(text: string, withPictures: boolean): ReadPeople {
  const people: Person[] = [];
  const problems: string[] = [];
  let pictureBytes = 0;
  for (const [index, card] of splitCards(text).entries()) {
    if (people.length === maximumPeople) {
      problems.push(`Contacts after the first ${maximumPeople} are left out.`);
      break;
    }
    const person = readCard(card, withPictures && pictureBytes < maximumPictureBytes);
    if (person.ok) {
      people.push(person.value);
      pictureBytes += person.value.picture?.length ?? 0;
    } else problems.push(`Contact ${index + 1} is left out: ${person.error}.`);
  }
  return { people, problems };
}

/** Apart before parsing, so that one bad card spoils no other. */
function splitCards(text: string): readonly string[] {
  return text.split(/^(?=BEGIN:VCARD\s*$)/im).filter((part) => /^BEGIN:VCARD/i.test(part));
}

function readCard(text: string, withPicture: boolean): Result<Person> {
  if (text.length > maximumCardLength) return err(`it is longer than ${maximumCardLength} characters`);
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const card = parsed.value;
  const name = textOf(card, 'fn') || partsOf(card, 'n').slice(0, 2).reverse().filter(Boolean).join(' ');
  if (name === '') return err('it has no name');
  const numbers = card.getAllProperties('tel').flatMap(readNumber);
  const address = addressOf(card);
  return ok({
    id: textOf(card, 'uid') || address || `${name}/${numbers[0]?.number ?? ''}`,
    name,
    title: textOf(card, 'title'),
    organization: partsOf(card, 'org').filter(Boolean).join(', '),
    numbers: numbers
      .toSorted((left, right) => numberKinds.indexOf(left.kind) - numberKinds.indexOf(right.kind))
      .slice(0, 8),
    address,
    presence: undefined,
    picture: withPicture ? pictureOf(card) : undefined,
    favourite: card
      .getAllProperties('categories')
      .some((property) => property.getValues().some((value) => /^favou?rites?$/i.test(String(value)))),
  });
}

function parse(text: string): Result<Component> {
  try {
    const parsed: unknown = ICAL.parse(text.trimEnd());
    const card = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed[0] : parsed;
    if (!Array.isArray(card) || card[0] !== 'vcard') return err('it is not a vCard');
    return ok(new ICAL.Component(card));
  } catch (error) {
    // The library tells malformed input by errors of its own and, for some inputs, of the engine.
    return err(error instanceof Error ? error.message.slice(0, 200) : 'it is malformed');
  }
}

function textOf(card: Component, name: string): string {
  const value: unknown = card.getFirstPropertyValue(name);
  return clean(Array.isArray(value) ? value.join(' ') : (value ?? ''));
}

function partsOf(card: Component, name: string): readonly string[] {
  const value: unknown = card.getFirstPropertyValue(name);
  return (Array.isArray(value) ? value.flat() : [value ?? '']).map(clean);
}

/** What a screen shows on one line: no control characters, bounded. */
function clean(value: unknown): string {
  return String(value)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, maximumTextLength);
}

function readNumber(property: Property): readonly { readonly kind: NumberKind; readonly number: string }[] {
  const number = clean(property.getFirstValue()).replace(/^tel:/i, '').replace(/;.*$/, '');
  if (!/\d/.test(number)) return [];
  return [{ kind: kindOf(number, typesOf(property)), number }];
}

function kindOf(number: string, types: readonly string[]): NumberKind {
  if (types.includes('x-extension') || (/^\d+$/.test(number) && number.length <= maximumExtensionLength))
    return 'extension';
  if (types.includes('cell')) return 'mobile';
  return types.includes('home') ? 'home' : 'work';
}

function typesOf(property: Property): readonly string[] {
  const types: unknown = property.getParameter('type');
  return [types ?? []].flat().flatMap((type) => String(type).toLowerCase().split(','));
}

function addressOf(card: Component): string | undefined {
  const sip = card
    .getAllProperties('impp')
    .map((property) => clean(property.getFirstValue()))
    .find((value) => /^sips?:/i.test(value));
  return sip ? sip.replace(/^sips?:/i, '').replace(/[;?].*$/, '') : undefined;
}

function pictureOf(card: Component): Uint8Array | undefined {
  const value: unknown = card.getFirstPropertyValue('photo');
  if (value === null || value === undefined) return undefined;
  const text = typeof value === 'string' ? value : value instanceof ICAL.Binary ? value.value : '';
  return readPicture(text.replace(/^data:[^,]*;base64,/i, ''));
}
