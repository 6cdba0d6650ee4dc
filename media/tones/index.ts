// Everything the phone makes itself heard with: call progress tones, digits and ringers.

export { cadencesOf, digitCadence, sentDigitCadence } from './cadences.ts';
export { nationalTones, type ToneCountry, toneCountries } from './national-tones.ts';
export { RingerPlayer, ringerNames } from './ringers.ts';
export { amplitudeOf, type Cadence } from './tone-notation.ts';
export { TonePlayer } from './tone-player.ts';
