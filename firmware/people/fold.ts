// Reduces names to what a person types: no case, no diacritics, and the digit of each letter on a phone's keypad.

/** One folded character, the digit under which it lies, and where it stands in the original (UTF-16 offsets). */
export interface FoldedCharacter {
  readonly letter: string;
  /** '' for what no key carries. */
  readonly digit: string;
  readonly start: number;
  readonly end: number;
  readonly startsWord: boolean;
}

/** Letters that Unicode does not take apart but people do. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ς: 'σ',
  ґ: 'г',
  є: 'е',
  і: 'и',
};

/** ITU-T E.161 for Latin; Greek and Cyrillic as printed on keypads of their countries. */
const keyLetters: Readonly<Record<string, string>> = {
  '2': 'abcαβγабвг',
  '3': 'defδεζдежз',
  '4': 'ghiηθιийкл',
  '5': 'jklκλμмноп',
  '6': 'mnoνξορсту',
  '7': 'pqrsπρσфхцч',
  '8': 'tuvτυφшщъы',
  '9': 'wxyzχψωьэюя',
};
const digitOf = new Map<string, string>(
  Object.entries(keyLetters).flatMap(([digit, letters]) => [...letters].map((letter) => [letter, digit] as const)),
);

/** Letters and digits only; everything else ends a word. A combining mark belongs to the letter before it. */
export function fold(text: string): readonly FoldedCharacter[] {
  const folded: FoldedCharacter[] = [];
  let startsWord = true;
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    const last = folded.at(-1);
    if (/^\p{M}$/u.test(character)) {
      if (last && last.end === start) folded[folded.length - 1] = { ...last, end };
    } else if (/^[\p{L}\p{N}]$/u.test(character)) {
      for (const letter of lettersOf(character)) {
        folded.push({
          letter,
          digit: /\d/.test(letter) ? letter : (digitOf.get(letter) ?? ''),
          start,
          end,
          startsWord,
        });
        startsWord = false;
      }
    } else if (!/^['’.]$/.test(character)) {
      startsWord = true;
    }
    start = end;
  }
  return folded;
}

function lettersOf(character: string): string {
  const plain = character.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return [...plain].map((letter) => spelled[letter] ?? letter).join('');
}

/** Names compared by this stand in a list as people look for them: no case, and an accented letter as without. */
export function orderOf(name: string): string {
  return lettersOf(name);
}

/** Digits and a leading plus: what two spellings of one number have in common. */
export function bareNumber(number: string): string {
  return number.replaceAll(/(?!^\+)\D/g, '');
}
