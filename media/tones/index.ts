// Everything the phone makes itself heard with: call progress tones, digits and ringers.

export { digitCadence, toneCadences } from './cadences.ts';
export { RingerPlayer, ringerNames } from './ringers.ts';
export { TonePlayer } from './tone-player.ts';
