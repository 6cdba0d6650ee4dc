// Contrast of two colours by WCAG 2.2, and how much of it each theme promises.

import type { ThemeName } from '../../../../firmware/phone.ts';
import type { Colour } from '../../../../ui/lvgl/index.ts';

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
