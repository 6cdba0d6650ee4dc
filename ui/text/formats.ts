// Turns times, durations and figures into text of one language and time zone.

import type { Language } from '../../firmware/phone.ts';

export interface Formats {
  /** 14:32 */
  time(wallMs: number): string;
  /** Monday, 23 November */
  longDate(wallMs: number): string;
  /** 23 Nov */
  shortDate(wallMs: number): string;
  /** 04:27 or 1:04:27, for a running clock. */
  duration(durationMs: number): string;
  number(value: number, fractionDigits: number): string;
  /** Days from `wallMs` to `nowMs` by the calendar of the time zone. */
  daysAgo(wallMs: number, nowMs: number): number;
}

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };
const cache = new Map<string, Formats>();

/** Formats are kept: building an Intl formatter costs more than drawing the screen. */
export function formatsFor(language: Language, timeZone: string): Formats {
  const key = `${language} ${timeZone}`;
  const known = cache.get(key);
  if (known) return known;
  const made = createFormats(locales[language], timeZone);
  cache.set(key, made);
  return made;
}

function createFormats(locale: string, timeZone: string): Formats {
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const longDate = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone });
  const shortDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone });
  const calendarDay = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone });
  const numbers = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const dayNumber = (wallMs: number): number => Date.parse(calendarDay.format(wallMs)) / 86_400_000;
  return {
    time: (wallMs) => time.format(wallMs),
    longDate: (wallMs) => longDate.format(wallMs),
    shortDate: (wallMs) => shortDate.format(wallMs),
    duration: formatDuration,
    number: (value, fractionDigits) => (numbers[fractionDigits] ?? numbers[0])?.format(value) ?? String(value),
    daysAgo: (wallMs, nowMs) => dayNumber(nowMs) - dayNumber(wallMs),
  };
}

function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const clock = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return hours > 0 ? `${hours}:${clock}` : clock;
}

/** Picks the form of a sentence for a count. */
export function createPlural(language: Language): (count: number, forms: { one: string; other: string }) => string {
  const rules = new Intl.PluralRules(locales[language]);
  return (count, forms) => (rules.select(count) === 'one' ? forms.one : forms.other).replace('#', String(count));
}
