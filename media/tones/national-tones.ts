// The call progress tones of each country, in the notation that tone-notation.ts reads.

/**
 * Source: facts of the ITU's list "Various tones used in national networks" (supplement to E.180, edition of 2003),
 * for AU, NZ, GB, RU and SG of the national specifications (AS/ACIF S002, TNA 102, SIN 350, GOST 45.223, IDA TS PSTN 1);
 * taken over from two public tables that cite them and compared with each other, because the list itself was not at
 * hand. Where a country defines no such tone, or the tables disagree, the entry is left out and E.180's takes its place.
 */
export interface NationalTones {
  /** English name, for messages. */
  readonly name: string;
  readonly dial?: string;
  readonly ringback?: string;
  readonly busy?: string;
  readonly congestion?: string;
  readonly callWaiting?: string;
  readonly information?: string;
}

/** What E.180 recommends where nothing national speaks against it: 425 Hz told apart by rhythm, and rising tones. */
export const recommendedTones: Required<NationalTones> = {
  name: 'none: as ITU-T E.180 recommends',
  dial: '425',
  ringback: '425 1 4',
  busy: '425 0.5 0.5',
  congestion: '425 0.25 0.25',
  callWaiting: '425 0.2 0.2 0.2 5',
  information: '950/1400/1800 0.33 0 0.33 0 0.33 1',
};

const northAmerica = {
  dial: '350+440',
  ringback: '440+480 2 4',
  busy: '480+620 0.5 0.5',
  congestion: '480+620 0.25 0.25',
  callWaiting: '440 0.3 10',
};
const shortPauses = '950/1400/1800 0.33 0.03 0.33 0.03 0.33 1';
const everyFive = { busy: '425 0.3 0.3', congestion: '425 0.2 0.2', callWaiting: '425 0.15 0.15 0.15 8' };

/** By ISO 3166 code. */
export const nationalTones = {
  AE: {
    name: 'United Arab Emirates',
    dial: '350+440',
    ringback: '400+425 0.4 0.2 0.4 2',
    busy: '400 0.375 0.375',
    congestion: '425 0.4 0.35 0.225 0.525',
  },
  AR: {
    name: 'Argentina',
    ringback: '425 1 4.5',
    busy: '425 0.3 0.3',
    congestion: '425 0.2 0.3',
    callWaiting: '425 0.2 9',
  },
  AT: {
    name: 'Austria',
    dial: '420',
    ringback: '420 1 5',
    busy: '420 0.4 0.4',
    congestion: '420 0.2 0.2',
    callWaiting: '420 0.04 1.96',
    information: '950/1450/1850 0.33 0 0.33 0 0.33 1',
  },
  AU: {
    name: 'Australia',
    dial: '413+438',
    ringback: '413+438 0.4 0.2 0.4 2',
    busy: '425 0.375 0.375',
    congestion: '425 0.375 0.375',
    callWaiting: '425 0.2 0.2 0.2 4.4',
    information: '425 2.5 0.5',
  },
  BE: {
    name: 'Belgium',
    ringback: '425 1 3',
    congestion: '425 0.167 0.167',
    callWaiting: '1400 0.175 0.175 0.175 3.5',
    information: '900/1400/1800 0.33 0 0.33 0 0.33 1',
  },
  BG: { name: 'Bulgaria', callWaiting: '425 0.15 0.15 0.15 4' },
  BR: { name: 'Brazil', busy: '425 0.25 0.25', congestion: '425 0.25 0.25 0.75 0.25', callWaiting: '425 0.05 1' },
  CA: { name: 'Canada', ...northAmerica },
  CH: { name: 'Switzerland', congestion: '425 0.2 0.2', callWaiting: '425 0.2 0.2 0.2 4' },
  CL: {
    name: 'Chile',
    dial: '400',
    ringback: '400 1 3',
    busy: '400 0.5 0.5',
    congestion: '400 0.2 0.2',
    callWaiting: '400 0.25 8.75',
  },
  CN: {
    name: 'China',
    dial: '450',
    ringback: '450 1 4',
    busy: '450 0.35 0.35',
    congestion: '450 0.7 0.7',
    callWaiting: '450 0.4 4',
    information: '450 0.1 0.1 0.1 0.1 0.1 0.1 0.4 0.4',
  },
  CZ: {
    name: 'Czechia',
    dial: '425 0.33 0.33 0.66 0.66',
    busy: '425 0.33 0.33',
    congestion: '425 0.165 0.165',
    callWaiting: '425 0.33 9',
    information: shortPauses,
  },
  DE: { name: 'Germany', busy: '425 0.48 0.48', congestion: '425 0.24 0.24' },
  DK: { name: 'Denmark', congestion: '425 0.2 0.2', callWaiting: '425 0.2 0.6 0.2 3' },
  EE: { name: 'Estonia', busy: '425 0.3 0.3', congestion: '425 0.2 0.2' },
  ES: {
    name: 'Spain',
    ringback: '425 1.5 3',
    busy: '425 0.2 0.2',
    congestion: '425 0.2 0.2 0.2 0.2 0.2 0.6',
    callWaiting: '425 0.175 0.175 0.175 3.5',
  },
  FI: { name: 'Finland', ...everyFive },
  FR: {
    name: 'France',
    dial: '440',
    ringback: '440 1.5 3.5',
    busy: '440 0.5 0.5',
    congestion: '440 0.25 0.25',
    callWaiting: '440 0.3 10',
  },
  GB: {
    name: 'United Kingdom',
    dial: '350+440',
    ringback: '400+450 0.4 0.2 0.4 2',
    busy: '400 0.375 0.375',
    congestion: '400 0.4 0.35 0.225 0.525',
    callWaiting: '400 0.1 4',
    information: '950/1400/1800 0.33 0.015 0.33 0.015 0.33 1',
  },
  GR: { name: 'Greece', dial: '425 0.2 0.3 0.7 0.8', ...everyFive },
  HU: {
    name: 'Hungary',
    ringback: '425 1.25 3.75',
    busy: '425 0.3 0.3',
    congestion: '425 0.3 0.3',
    callWaiting: '425 0.04 1.96',
  },
  ID: { name: 'Indonesia', callWaiting: '425 0.15 0.15 0.15 10' },
  IL: {
    name: 'Israel',
    dial: '414',
    ringback: '414 1 3',
    busy: '414 0.5 0.5',
    congestion: '414 0.25 0.25',
    callWaiting: '414 0.1 0.1 0.1 0.1 0.6 3',
    information: '1000/1400/1800 0.33 0 0.33 0 0.33 1',
  },
  IN: {
    name: 'India',
    dial: '400x25',
    ringback: '400x25 0.4 0.2 0.4 2',
    busy: '400 0.75 0.75',
    congestion: '400 0.25 0.25',
    callWaiting: '400 0.2 0.1 0.2 7.5',
  },
  IT: {
    name: 'Italy',
    dial: '425 0.2 0.2 0.6 1',
    congestion: '425 0.2 0.2',
    callWaiting: '425 0.4 0.1 0.25 0.1 0.15 14',
  },
  JP: {
    name: 'Japan',
    dial: '400',
    ringback: '400x16 1 2',
    busy: '400 0.5 0.5',
    congestion: '400 0.5 0.5',
    callWaiting: '400x16 0.5 8',
  },
  LT: { name: 'Lithuania', busy: '425 0.35 0.35', congestion: '425 0.2 0.2', callWaiting: '425 0.15 0.15 0.15 4' },
  MX: {
    name: 'Mexico',
    busy: '425 0.25 0.25',
    congestion: '425 0.25 0.25',
    callWaiting: '425 0.2 0.6 0.2 10',
    information: shortPauses,
  },
  MY: { name: 'Malaysia', ringback: '425 0.4 0.2 0.4 2', congestion: '425 0.5 0.5', callWaiting: '425 0.1 4' },
  NL: { name: 'Netherlands', callWaiting: '425 0.5 9.5' },
  NO: { name: 'Norway', congestion: '425 0.2 0.2', callWaiting: '425 0.2 0.6 0.2 10' },
  NZ: {
    name: 'New Zealand',
    dial: '400',
    ringback: '400+450 0.4 0.2 0.4 2',
    busy: '400 0.5 0.5',
    congestion: '400 0.25 0.25',
    callWaiting: '400 0.2 3',
    information: '400 0.75 0.1 0.75 0.1 0.75 0.1 0.75 0.4',
  },
  PH: {
    name: 'Philippines',
    ringback: '425+480 1 4',
    busy: '480+620 0.5 0.5',
    congestion: '480+620 0.25 0.25',
    callWaiting: '440 0.3 10',
  },
  PL: { name: 'Poland', congestion: '425 0.5 0.5', callWaiting: '425 0.15 0.15 0.15 4' },
  PT: { name: 'Portugal', ringback: '425 1 5', congestion: '425 0.2 0.2' },
  RU: { name: 'Russia', busy: '425 0.35 0.35', congestion: '425 0.175 0.175', callWaiting: '425 0.2 5' },
  SE: {
    name: 'Sweden',
    ringback: '425 1 5',
    busy: '425 0.25 0.25',
    congestion: '425 0.25 0.75',
    callWaiting: '425 0.2 0.5 0.2 9.1',
    information: '950/1400/1800 0.332 0.024 0.332 0.024 0.332 2.024',
  },
  SG: {
    name: 'Singapore',
    ringback: '425x24 0.4 0.2 0.4 2',
    busy: '425 0.75 0.75',
    callWaiting: '425x24 0.3 0.2 0.3 3.2',
  },
  TH: { name: 'Thailand', dial: '400x50', ringback: '400 1 4', busy: '400 0.5 0.5', congestion: '400 0.3 0.3' },
  TR: {
    name: 'Turkey',
    dial: '450',
    ringback: '450 2 4',
    busy: '450 0.5 0.5',
    congestion: '450 0.2 0.2 0.2 0.2 0.2 0.2 0.6 0.2',
    callWaiting: '450 0.2 0.6 0.2 0.8',
  },
  TW: {
    name: 'Taiwan',
    ...northAmerica,
    ringback: '440+480 1 2',
    callWaiting: '350+440 0.25 0.25 0.25 3.25',
  },
  US: { name: 'United States', ...northAmerica },
  VE: { name: 'Venezuela', callWaiting: '400+450 0.3 6', information: '950/1440/1800 0.33 0 0.33 0 0.33 1' },
  ZA: {
    name: 'South Africa',
    dial: '400x33',
    ringback: '400x33 0.4 0.2 0.4 2',
    busy: '400 0.5 0.5',
    congestion: '400 0.25 0.25',
    callWaiting: '400x33 0.25 0.25',
    information: '950/1400/1800 0.33 0 0.33 0 0.33 0.33',
  },
} as const satisfies Readonly<Record<string, NationalTones>>;

export type ToneCountry = keyof typeof nationalTones;

export const toneCountries = Object.keys(nationalTones) as ToneCountry[];
