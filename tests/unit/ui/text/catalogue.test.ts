// The catalogue is complete, and says something different for everything that differs.
import { afterEach, describe, expect, it } from 'vitest';
import { type Catalogue, catalogueFor, formatsFor, languages } from '../../../../ui/text/index.ts';

function sentences(value: unknown, path = ''): [path: string, sentence: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(2, 2))]];
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`));
}

describe.each(languages)('the catalogue in %s', (language) => {
  const text = catalogueFor(language);

  it('says something under every key', () => {
    for (const [path, sentence] of sentences(text)) expect(sentence.trim(), path).not.toBe('');
  });

  it.each([
    ['sign-in failure', (catalogue: Catalogue) => catalogue.signIn.failures],
    ['end of a call', (catalogue: Catalogue) => catalogue.call.endReasons],
    ['warning in a call', (catalogue: Catalogue) => catalogue.call.warnings],
    ['cause of a test call', (catalogue: Catalogue) => catalogue.testCall.causes],
    ['verdict', (catalogue: Catalogue) => catalogue.testCall.verdicts],
    ['trouble', (catalogue: Catalogue) => catalogue.troubles],
    ['device problem', (catalogue: Catalogue) => catalogue.deviceProblems],
  ])('explains each %s in its own words, with a remedy', (_kind, explanationsOf) => {
    const explanations = Object.values(explanationsOf(text));
    expect(new Set(explanations.map(({ what }) => what)).size).toBe(explanations.length);
    expect(new Set(explanations.map(({ remedy }) => remedy)).size).toBeGreaterThan(explanations.length / 2);
    for (const { what, remedy } of explanations) expect(remedy).not.toBe(what);
  });

  it('keeps protocol numbers and names out of what a person reads', () => {
    const protocol = /\b(SIP|RTP|SRTP|TLS|SDP|4\d\d|5\d\d)\b/;
    for (const [path, sentence] of sentences(text)) expect(sentence, path).not.toMatch(protocol);
  });

  it('promises no emergency calls', () => {
    for (const [path, sentence] of sentences(text)) expect(sentence, path).not.toMatch(/emergency|notruf|notfall/i);
  });
});

describe('plural forms', () => {
  it('follow the count in both languages', () => {
    expect(catalogueFor('en').home.missed(1)).toBe('1 missed call');
    expect(catalogueFor('en').home.missed(2)).toBe('2 missed calls');
    expect(catalogueFor('de').home.missed(1)).toBe('1 verpasster Anruf');
    expect(catalogueFor('de').home.missed(0)).toBe('0 verpasste Anrufe');
  });
});

describe('formats', () => {
  const monday = Date.UTC(2026, 10, 23, 23, 32);

  const usualZone = process.env.TZ;
  const inZone = (zone: string) => {
    process.env.TZ = zone;
    return formatsFor('en');
  };

  afterEach(() => {
    process.env.TZ = usualZone;
  });

  it('tell the time of the time zone', () => {
    expect(inZone('Europe/Berlin').time(monday)).toBe('00:32');
    expect(inZone('America/New_York').time(monday)).toBe('18:32');
  });

  it('write dates as the language does', () => {
    expect(inZone('UTC').longDate(monday)).toBe('Monday 23 November');
    expect(formatsFor('de').longDate(monday)).toBe('Montag, 23. November');
  });

  it.each([
    ['en', 'en-GB'],
    ['de', 'de-DE'],
  ] as const)('name every day and month in %s as Unicode does', (language, locale) => {
    process.env.TZ = 'UTC';
    const zone = { timeZone: 'UTC' };
    const long = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', ...zone });
    const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone });
    for (let month = 0; month < 12; month++) {
      const at = Date.UTC(2026, month, 1 + month);
      expect(formatsFor(language).longDate(at)).toBe(long.format(at));
      expect(formatsFor(language).shortDate(at)).toBe(short.format(at));
    }
  });

  it('count days by the calendar of the time zone', () => {
    const justBefore = monday - 60 * 60_000;
    expect(inZone('UTC').daysAgo(justBefore, monday)).toBe(0);
    expect(inZone('Europe/Berlin').daysAgo(justBefore, monday)).toBe(1);
  });

  it('let a clock run past the hour and never below zero', () => {
    const { duration } = formatsFor('en');
    expect(duration(267_999)).toBe('04:27');
    expect(duration(3_661_000)).toBe('1:01:01');
    expect(duration(-1)).toBe('00:00');
  });

  it('write decimals as the language does', () => {
    expect(formatsFor('de').number(4.4, 1)).toBe('4,4');
    expect(formatsFor('en').number(4.4, 1)).toBe('4.4');
    expect(formatsFor('de').number(-1_234_567.25, 1)).toBe('-1.234.567,3');
    expect(formatsFor('en').number(1_000, 0)).toBe('1,000');
  });
});
