// Every pair of text and surface in every theme can be read.
import { describe, expect, it } from 'vitest';
import type { ThemeName } from '../../../../firmware/phone.ts';
import { contrastRatio, palettes, requiredContrast, textPairs } from '../../../../ui/theme/index.ts';

describe('contrast', () => {
  it('is 21 for black on white and 1 for a colour on itself', () => {
    expect(contrastRatio('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
    expect(contrastRatio('#FFFFFF', '#000000')).toBeCloseTo(21, 5);
    expect(contrastRatio('#1F66D6', '#1F66D6')).toBe(1);
  });

  it.each(Object.entries(palettes) as [ThemeName, (typeof palettes)[ThemeName]][])(
    'holds in the theme %s',
    (theme, palette) => {
      const tooWeak = textPairs(palette)
        .map((pair) => ({ ...pair, ratio: contrastRatio(pair.text, pair.surface) }))
        .filter(({ ratio }) => ratio < requiredContrast(theme));
      expect(tooWeak).toEqual([]);
    },
  );

  it.each(Object.entries(palettes))('keeps the shape in a presence mark visible in the theme %s', (_theme, palette) => {
    for (const fill of Object.values(palette.presence))
      expect(contrastRatio(fill, palette.onPresence)).toBeGreaterThanOrEqual(3);
  });
});
