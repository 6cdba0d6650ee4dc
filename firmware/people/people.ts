// The people this phone knows: read from the contacts file, found by number or address, searched by what was typed.

import { readText } from '../config/index.ts';
import type { Person, PersonMatch } from '../phone.ts';
import type { LogSink } from '../store/index.ts';
import { bareNumber } from './fold.ts';
import { PeopleSearch } from './search.ts';
import { readVCards } from './vcard.ts';

const maximumFileBytes = 32 * 1024 * 1024;
/** Numbers that agree in this many last digits are the same one with and without its country. */
const significantDigits = 7;
const maximumLoggedProblems = 5;

export class People {
  readonly all: readonly Person[];
  readonly #search: PeopleSearch;
  readonly #byNumber = new Map<string, Person>();
  readonly #byAddress = new Map<string, Person>();

  constructor(people: readonly Person[]) {
    const collator = new Intl.Collator(undefined, { sensitivity: 'base' });
    this.all = people.toSorted((left, right) => collator.compare(left.name, right.name));
    this.#search = new PeopleSearch(this.all);
    for (const person of this.all) {
      if (person.address) this.#byAddress.set(person.address.toLowerCase(), person);
      for (const { number } of person.numbers) {
        const digits = bareNumber(number);
        this.#byNumber.set(digits, person);
        if (digits.length >= significantDigits) this.#byNumber.set(digits.slice(-significantDigits), person);
      }
    }
  }

  /** An unreadable file leaves the phone without contacts and a line in the log. */
  static read(file: string | undefined, withPictures: boolean, log: LogSink): People {
    if (!file) return new People([]);
    const text = readText(file, maximumFileBytes);
    if (!text.ok) {
      log('warning', `Contacts: ${text.error}`);
      return new People([]);
    }
    const { people, problems } = readVCards(text.value, withPictures);
    for (const problem of problems.slice(0, maximumLoggedProblems)) log('warning', `${file}: ${problem}`);
    if (problems.length > maximumLoggedProblems)
      log('warning', `${file}: ${problems.length - maximumLoggedProblems} more contacts are left out.`);
    return new People(people);
  }

  search(query: string): readonly PersonMatch[] {
    return this.#search.find(query);
  }

  byAddress(address: string): Person | undefined {
    return this.#byAddress.get(address.toLowerCase());
  }

  byNumber(number: string): Person | undefined {
    const digits = bareNumber(number);
    return (
      this.#byNumber.get(digits) ??
      (digits.length >= significantDigits ? this.#byNumber.get(digits.slice(-significantDigits)) : undefined)
    );
  }

  /** Whose whole name was typed, when it is only one person's. */
  byName(name: string): Person | undefined {
    const wanted = name.trim().toLowerCase();
    const named = this.all.filter((person) => person.name.toLowerCase() === wanted);
    return named.length === 1 ? named[0] : undefined;
  }
}
