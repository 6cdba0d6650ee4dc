// Contrast of two colours by WCAG 2.2, and every pair of text and surface that the widgets use.

import type { ThemeName } from '../../firmware/phone.ts';
import type { Colour } from '../lvgl/index.ts';
import { onAvatar, type Palette } from './palette.ts';

/** Relative luminance, WCAG 2.2. */
function luminance(colour: Colour): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((share) =>
    share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 (the same) to 21 (black on white). */
export function contrastRatio(one: Colour, other: Colour): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

export function requiredContrast(theme: ThemeName): number {
  return theme === 'high-contrast' ? 7 : 4.5;
}

export interface TextPair {
  readonly use: string;
  readonly text: Colour;
  readonly surface: Colour;
}

/** A pair that a widget draws and that is missing here is a fault of the gallery's contrast test. */
export function textPairs(palette: Palette): readonly TextPair[] {
  const surfaces = {
    background: palette.background,
    card: palette.card,
    raised: palette.raised,
    pressed: palette.pressed,
  };
  const onSurfaces = Object.entries(surfaces).flatMap(([name, surface]) => [
    { use: `text on ${name}`, text: palette.text, surface },
    { use: `secondary on ${name}`, text: palette.secondary, surface },
    { use: `accent on ${name}`, text: palette.accentText, surface },
  ]);
  return [
    ...onSurfaces.filter(({ use }) => use !== 'secondary on pressed' && use !== 'accent on pressed'),
    { use: 'good figure on card', text: palette.goodText, surface: palette.card },
    { use: 'warning figure on card', text: palette.warningText, surface: palette.card },
    { use: 'warning text on its surface', text: palette.warningText, surface: palette.warningSurface },
    { use: 'error text on its surface', text: palette.errorText, surface: palette.errorSurface },
    { use: 'on accent', text: palette.onAccent, surface: palette.accent },
    { use: 'on positive', text: palette.onPositive, surface: palette.positive },
    { use: 'on negative', text: palette.onNegative, surface: palette.negative },
    ...palette.avatars.flat().map((surface) => ({ use: `initials on ${surface}`, text: onAvatar, surface })),
  ];
}
