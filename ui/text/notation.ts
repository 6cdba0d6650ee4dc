// How each language writes dates and figures, and what it calls days and months.

import type { Language } from '../../firmware/phone.ts';

export interface Notation {
  /** From Sunday on, as `Date` counts. */
  readonly weekdays: readonly string[];
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  longDate(weekday: string, day: number, month: string): string;
  shortDate(day: number, month: string): string;
  readonly decimalMark: string;
  readonly thousandsMark: string;
}

const english: Notation = {
  weekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  months: [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
  ],
  shortMonths: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'],
  longDate: (weekday, day, month) => `${weekday} ${day} ${month}`,
  shortDate: (day, month) => `${day} ${month}`,
  decimalMark: '.',
  thousandsMark: ',',
};

const german: Notation = {
  weekdays: ['Sonntag', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'],
  months: [
    ...['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni'],
    ...['Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'],
  ],
  shortMonths: ['Jan.', 'Feb.', 'März', 'Apr.', 'Mai', 'Juni', 'Juli', 'Aug.', 'Sept.', 'Okt.', 'Nov.', 'Dez.'],
  longDate: (weekday, day, month) => `${weekday}, ${day}. ${month}`,
  shortDate: (day, month) => `${day}. ${month}`,
  decimalMark: ',',
  thousandsMark: '.',
};

export const notations: Readonly<Record<Language, Notation>> = { en: english, de: german };
