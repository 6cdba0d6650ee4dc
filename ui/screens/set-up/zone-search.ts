// Finds a time zone by the city as it is typed on a keyboard, or pressed on the twelve keys.

/** Letters as on the keys of a telephone. */
const keyOfLetter: Readonly<Record<string, string>> = Object.fromEntries(
  ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'].flatMap((letters, at) =>
    [...letters].map((letter) => [letter, String(at + 2)]),
  ),
);

export interface Zone {
  /** IANA name. */
  readonly id: string;
  readonly city: string;
  readonly region: string;
}

export function zoneOf(id: string): Zone {
  const words = id.replaceAll('_', ' ').split('/');
  return { id, city: words.at(-1) ?? id, region: words.slice(0, -1).join(', ') };
}

/** Those that begin so, then those that have a word that does. */
export function findZones(zones: readonly Zone[], query: string): readonly Zone[] {
  const wanted = plain(query);
  if (wanted === '') return zones;
  const byKeys = /^\d+$/.test(wanted);
  const written = ({ city, region }: Zone): readonly string[] =>
    [city, ...city.split(' '), region].map(plain).map((text) => (byKeys ? asKeys(text) : text));
  const ranked = zones.map((zone) => ({ zone, at: written(zone).findIndex((text) => text.startsWith(wanted)) }));
  const found = ranked.filter(({ at }) => at >= 0);
  return found.sort((a, b) => Math.min(a.at, 1) - Math.min(b.at, 1)).map(({ zone }) => zone);
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

function asKeys(text: string): string {
  return [...text].map((letter) => keyOfLetter[letter] ?? letter).join('');
}
