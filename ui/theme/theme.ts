// What a widget asks the theme: colours and sizes.

import type { PhoneSettings } from '../../firmware/phone.ts';
import { type Layout, layoutFor, type ScreenSize } from './layout.ts';
import { type Palette, palettes } from './palette.ts';
import { narrowTypeScales, type TypeScale, typeScales } from './type-scale.ts';

export interface Theme {
  readonly colors: Palette;
  readonly type: TypeScale;
  readonly layout: Layout;
}

const cache = new Map<string, Theme>();

/** The same settings and screen give the same object, so that React can tell that nothing changed. */
export function themeFor(settings: Pick<PhoneSettings, 'theme' | 'textSize'>, { width, height }: ScreenSize): Theme {
  const key = `${settings.theme} ${settings.textSize} ${width}x${height}`;
  const known = cache.get(key);
  if (known) return known;
  const layout = layoutFor({ width, height });
  const made: Theme = {
    colors: palettes[settings.theme],
    type: (layout.narrow ? narrowTypeScales : typeScales)[settings.textSize],
    layout,
  };
  cache.set(key, made);
  return made;
}
