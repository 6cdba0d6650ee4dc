// What a widget asks the theme: colours and sizes.

import type { PhoneSettings } from '../../firmware/phone.ts';
import { layout } from './layout.ts';
import { type Palette, palettes } from './palette.ts';
import { type TypeScale, typeScales } from './type-scale.ts';

export interface Theme {
  readonly colors: Palette;
  readonly type: TypeScale;
  readonly layout: typeof layout;
}

const cache = new Map<string, Theme>();

/** The same settings give the same object, so that React can tell that nothing changed. */
export function themeFor(settings: Pick<PhoneSettings, 'theme' | 'textSize'>): Theme {
  const key = `${settings.theme} ${settings.textSize}`;
  const known = cache.get(key);
  if (known) return known;
  const made: Theme = {
    colors: palettes[settings.theme],
    type: typeScales[settings.textSize],
    layout,
  };
  cache.set(key, made);
  return made;
}
