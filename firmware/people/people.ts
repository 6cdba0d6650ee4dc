// The people this phone knows: found by number or address, searched by what was typed.

import type { Person, PersonMatch } from '../phone.ts';
import { bareNumber, orderOf } from './fold.ts';
import { PeopleSearch } from './search.ts';

/** Numbers that agree in this many last digits are the same one with and without its country. */
const significantDigits = 7;

export class People {
  readonly all: readonly Person[];
  readonly #search: PeopleSearch;
  readonly #byNumber = new Map<string, Person>();
  readonly #byAddress = new Map<string, Person>();

  constructor(people: readonly Person[]) {
    this.all = people
      .map((person) => ({ person, order: orderOf(person.name) }))
      .sort((left, right) => (left.order < right.order ? -1 : Number(left.order > right.order)))
      .map(({ person }) => person);
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
