// Finds people by what was typed: letters, keypad digits or part of a number, best first, with the letters that matched.

import type { Person, PersonMatch } from '../phone.ts';
import { bareNumber, type FoldedCharacter, fold } from './fold.ts';

const maximumMatches = 50;
const maximumQueryLength = 64;

interface FoldedName {
  readonly characters: readonly FoldedCharacter[];
  /** Where words start, so that a search looks nowhere else. */
  readonly starts: readonly number[];
}

interface Entry {
  readonly person: Person;
  readonly name: FoldedName;
  readonly numbers: readonly string[];
  readonly address: string;
}

/** Lower is better; people of one rank keep the order of the list, favourites before others. */
const ranks = { firstWord: 0, laterWord: 2, number: 4, insideNumber: 6, address: 8, insideWord: 10 };

type Spans = PersonMatch['matched'];
/** From and to, counted in folded characters. */
type Stretch = readonly [from: number, to: number];

interface Found {
  readonly rank: number;
  readonly stretches: readonly Stretch[];
}

const nowhere: readonly Stretch[] = [];

export class PeopleSearch {
  readonly #entries: readonly Entry[];

  /** `people` in the order in which equals are to be shown. */
  constructor(people: readonly Person[]) {
    this.#entries = people.map((person) => ({
      person,
      name: foldName(person.name),
      numbers: person.numbers.map(({ number }) => bareNumber(number)),
      address: (person.address ?? '').toLowerCase(),
    }));
  }

  find(query: string): readonly PersonMatch[] {
    const typed = query.trim().slice(0, maximumQueryLength);
    if (typed === '') return [];
    const find = /^[\d\s+*#().-]+$/.test(typed) ? digitFinder(typed) : letterFinder(typed);
    // One bucket a rank: sorting and marking thousands would cost more than finding them.
    const buckets: { readonly entry: Entry; readonly found: Found }[][] = [];
    for (const entry of this.#entries) {
      const found = find(entry);
      if (!found) continue;
      const rank = found.rank + (entry.person.favourite ? 0 : 1);
      buckets[rank] ??= [];
      if (buckets[rank].length < maximumMatches) buckets[rank].push({ entry, found });
    }
    return buckets
      .flat()
      .slice(0, maximumMatches)
      .map(({ entry, found }) => ({ person: entry.person, matched: spansOf(entry.name, found.stretches) }));
  }
}

function digitFinder(typed: string): (entry: Entry) => Found | undefined {
  const digits = bareNumber(typed);
  const wanted = [...digits];
  return ({ name, numbers }) => {
    const inName = digits.startsWith('+') ? undefined : matchFromWord(name, wanted, 'digit');
    if (inName) return inName;
    if (digits === '') return undefined;
    if (numbers.some((number) => number.startsWith(digits))) return { rank: ranks.number, stretches: nowhere };
    return digits.length >= 3 && numbers.some((number) => number.includes(digits))
      ? { rank: ranks.insideNumber, stretches: nowhere }
      : undefined;
  };
}

function letterFinder(typed: string): (entry: Entry) => Found | undefined {
  const words = typed
    .split(/[\s,]+/)
    .map((word) => fold(word).map(({ letter }) => letter))
    .filter((word) => word.length > 0);
  const lower = typed.toLowerCase();
  return ({ name, address }) => {
    const hits = words.map((word) => matchFromWord(name, word, 'letter'));
    if (words.length > 0 && hits.every((hit) => hit !== undefined)) {
      return { rank: Math.min(...hits.map((hit) => hit.rank)), stretches: hits.flatMap((hit) => hit.stretches) };
    }
    if (address.startsWith(lower)) return { rank: ranks.address, stretches: nowhere };
    const [only] = words;
    return words.length === 1 && only && only.length >= 2 ? matchAnywhere(name, only) : undefined;
  };
}

function foldName(name: string): FoldedName {
  const characters = fold(name);
  return { characters, starts: characters.flatMap(({ startsWord }, index) => (startsWord ? [index] : [])) };
}

function matchFromWord(
  { characters, starts }: FoldedName,
  wanted: readonly string[],
  side: 'letter' | 'digit',
): Found | undefined {
  for (const start of starts) {
    const end = matchAt(characters, start, wanted, side);
    if (end === undefined) continue;
    return { rank: start === 0 ? ranks.firstWord : ranks.laterWord, stretches: [[start, end]] };
  }
  return undefined;
}

/** Runs on into the next word, and there a typed 0, which is the space of keypads, may stand between the two. */
function matchAt(
  name: readonly FoldedCharacter[],
  start: number,
  wanted: readonly string[],
  side: 'letter' | 'digit',
): number | undefined {
  let at = start;
  for (const character of wanted) {
    if (name[at]?.[side] === character) at++;
    else if (!(side === 'digit' && character === '0' && at > start && name[at]?.startsWord)) return undefined;
  }
  return at > start ? at : undefined;
}

function matchAnywhere({ characters: name }: FoldedName, wanted: readonly string[]): Found | undefined {
  for (let start = 0; start + wanted.length <= name.length; start++) {
    const end = matchAt(name, start, wanted, 'letter');
    if (end !== undefined) return { rank: ranks.insideWord, stretches: [[start, end]] };
  }
  return undefined;
}

function spansOf({ characters }: FoldedName, stretches: readonly Stretch[]): Spans {
  return joinSpans(
    stretches.flatMap(([from, to]) => characters.slice(from, to).map(({ start, end }) => ({ start, end }))),
  );
}

function joinSpans(spans: Spans): Spans {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((left, right) => left.start - right.start)) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}
