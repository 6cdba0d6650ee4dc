// Turns times, durations and figures into text of one language, in the time zone of the process.

// Not with Intl: its first use takes 8 MB and 30 ms, and the phone has 120 MB and 500 ms for everything.

import type { Language } from '../../firmware/phone.ts';
import { type Notation, notations } from './notation.ts';

export interface Formats {
  /** 14:32 */
  time(wallMs: number): string;
  /** Monday 23 November */
  longDate(wallMs: number): string;
  /** 23 Nov */
  shortDate(wallMs: number): string;
  /** 04:27 or 1:04:27, for a running clock. */
  duration(durationMs: number): string;
  number(value: number, fractionDigits: number): string;
  /** Days from `wallMs` to `nowMs` by the calendar. */
  daysAgo(wallMs: number, nowMs: number): number;
}

const dayMs = 86_400_000;
const formats: Readonly<Record<Language, Formats>> = {
  en: createFormats(notations.en),
  de: createFormats(notations.de),
};

export function formatsFor(language: Language): Formats {
  return formats[language];
}

function createFormats(notation: Notation): Formats {
  const { weekdays, months, shortMonths } = notation;
  return {
    time: (wallMs) => {
      const at = new Date(wallMs);
      return `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
    },
    longDate: (wallMs) => {
      const at = new Date(wallMs);
      return notation.longDate(weekdays[at.getDay()] ?? '', at.getDate(), months[at.getMonth()] ?? '');
    },
    shortDate: (wallMs) => {
      const at = new Date(wallMs);
      return notation.shortDate(at.getDate(), shortMonths[at.getMonth()] ?? '');
    },
    duration: formatDuration,
    number: (value, fractionDigits) => formatNumber(value, fractionDigits, notation),
    daysAgo: (wallMs, nowMs) => dayNumber(nowMs) - dayNumber(wallMs),
  };
}

function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const clock = `${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}

function formatNumber(value: number, fractionDigits: number, { decimalMark, thousandsMark }: Notation): string {
  const [whole = '', fraction] = value.toFixed(fractionDigits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousandsMark);
  return fraction === undefined ? grouped : `${grouped}${decimalMark}${fraction}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Equal for all times of one day of the calendar, one more for those of the next. */
function dayNumber(wallMs: number): number {
  const at = new Date(wallMs);
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / dayMs;
}

/** Picks the form of a sentence for a count; English and German both have one for one and one for all else. */
export function plural(count: number, forms: { one: string; other: string }): string {
  return (count === 1 ? forms.one : forms.other).replace('#', String(count));
}
