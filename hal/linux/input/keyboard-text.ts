// What the keys of a whole keyboard write, by the layout printed on it: English (US) or German.

import { type InputCodeName, inputCodes } from '../../native/input-codes.ts';
import type { InputChange } from './input-source.ts';

export type KeyboardLayout = 'us' | 'de';

/** Rows of the keyboard from left to right: plain, with Shift, and with AltGr; a space where nothing is written. */
type Row = readonly [codes: readonly InputCodeName[], plain: string, shifted: string, third?: string];

const numbers = 'GRAVE 1 2 3 4 5 6 7 8 9 0 MINUS EQUAL';
const upper = 'Q W E R T Y U I O P LEFTBRACE RIGHTBRACE';
const middle = 'A S D F G H J K L SEMICOLON APOSTROPHE BACKSLASH';
const lower = '102ND Z X C V B N M COMMA DOT SLASH';

const layouts: Readonly<Record<KeyboardLayout, readonly Row[]>> = {
  us: [
    [codesOf(numbers), '`1234567890-=', '~!@#$%^&*()_+'],
    [codesOf(upper), 'qwertyuiop[]', 'QWERTYUIOP{}'],
    [codesOf(middle), "asdfghjkl;'\\", 'ASDFGHJKL:"|'],
    [codesOf(lower), '\\zxcvbnm,./', '|ZXCVBNM<>?'],
  ],
  de: [
    [codesOf(numbers), '^1234567890ß´', '°!"§$%&/()=?`', '  ²³   {[]}\\ '],
    [codesOf(upper), 'qwertzuiopü+', 'QWERTZUIOPÜ*', '@ €        ~'],
    [codesOf(middle), 'asdfghjklöä#', "ASDFGHJKLÖÄ'"],
    [codesOf(lower), '<yxcvbnm,.-', '>YXCVBNM;:_', '|      µ   '],
  ],
};

/** The same on every layout. */
const pad: readonly Row[] = [
  [codesOf('KP1 KP2 KP3 KP4 KP5 KP6 KP7 KP8 KP9 KP0'), '1234567890', '1234567890'],
  [codesOf('KPASTERISK KPMINUS KPPLUS KPSLASH KPDOT'), '*-+/.', '*-+/.'],
];

const shifts: readonly number[] = codesOf('LEFTSHIFT RIGHTSHIFT').map((name) => inputCodes[name]);
const others: readonly number[] = codesOf('LEFTCTRL RIGHTCTRL LEFTALT').map((name) => inputCodes[name]);
const thirdLevel: number = inputCodes.KEY_RIGHTALT;

export class KeyboardText {
  readonly #characters: ReadonlyMap<number, readonly (string | undefined)[]>;
  /** By device and code, so that a keyboard that is unplugged does not leave Shift held. */
  readonly #held = new Map<string, number>();
  #isCapital = false;

  constructor(layout: KeyboardLayout) {
    const characters = new Map<number, readonly (string | undefined)[]>();
    for (const [names, ...levels] of [...layouts[layout], ...pad]) {
      for (const [at, name] of names.entries()) {
        characters.set(
          inputCodes[name],
          levels.map((level) => [...(level ?? '')][at]).map((written) => (written === ' ' ? undefined : written)),
        );
      }
    }
    characters.set(inputCodes.KEY_SPACE, [' ', ' ']);
    characters.set(inputCodes.KEY_BACKSPACE, ['\b', '\b']);
    this.#characters = characters;
  }

  /** One Unicode character, '\b' to erase, or nothing. */
  character({ device, code, isOn, isRepeated }: InputChange): string | undefined {
    if (shifts.includes(code) || others.includes(code) || code === thirdLevel) {
      if (isOn) this.#held.set(`${device} ${code}`, code);
      else this.#held.delete(`${device} ${code}`);
      return undefined;
    }
    if (!isOn) return undefined;
    if (code === inputCodes.KEY_CAPSLOCK && !isRepeated) this.#isCapital = !this.#isCapital;
    const held = [...this.#held.values()];
    if (held.some((one) => others.includes(one))) return undefined;
    const [plain, shifted, third] = this.#characters.get(code) ?? [];
    if (held.includes(thirdLevel)) return third;
    const isShifted = held.some((one) => shifts.includes(one));
    const isLetter = plain !== undefined && plain.toUpperCase() === shifted;
    return isShifted !== (this.#isCapital && isLetter) ? shifted : plain;
  }

  letGo(device: string): void {
    for (const contact of [...this.#held.keys()]) if (contact.startsWith(`${device} `)) this.#held.delete(contact);
  }
}

function codesOf(row: string): readonly InputCodeName[] {
  // Every name in the rows above is in the table; the tests press each of them.
  return row.split(' ').map((name) => `KEY_${name}` as InputCodeName);
}
