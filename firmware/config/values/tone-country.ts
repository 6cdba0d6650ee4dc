// Countries as administrators write them: by code, by another code, by name.

import { nearestName } from '../../../hal/boards/nearest-name.ts';
import { nationalTones, type ToneCountry, toneCountries } from '../../../media/tones/index.ts';

/** What people write for a country whose code is another. */
const otherNames: Readonly<Record<string, ToneCountry>> = {
  UK: 'GB',
  EN: 'GB',
  ENGLAND: 'GB',
  'GREAT BRITAIN': 'GB',
  USA: 'US',
  AMERICA: 'US',
  HOLLAND: 'NL',
  DEUTSCHLAND: 'DE',
};

/** The code that `typed` most likely meant; two wrong letters are near everything, so they suggest nothing by themselves. */
export function nearestCountry(typed: unknown): ToneCountry | undefined {
  if (typeof typed !== 'string') return undefined;
  const folded = typed.trim().toUpperCase();
  const code = toneCountries.find((known) => known === folded);
  const other = otherNames[folded];
  if (code ?? other) return code ?? other;
  if (folded.length <= 3) return undefined;
  const name = nearestName(
    typed,
    toneCountries.map((known) => nationalTones[known].name),
  );
  return toneCountries.find((known) => nationalTones[known].name === name);
}
