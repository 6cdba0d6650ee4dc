// Every text of the gallery can be read on what lies behind it, in every theme.
import { describe, expect, it } from 'vitest';
import type { ThemeName } from '../../../../firmware/phone.ts';
import type { Picture } from '../../../../ui/gallery/picture.ts';
import { pictures } from '../../../../ui/gallery/pictures.ts';
import { type Sitting, sit } from '../../../../ui/gallery/studio.ts';
import { type Colour, textColours, type Widget } from '../../../../ui/lvgl/index.ts';
import { onAvatar, type Palette, palettes } from '../../../../ui/theme/index.ts';
import { contrastRatio, requiredContrast } from './contrast.ts';

const themes = Object.entries(palettes) as [ThemeName, Palette][];

async function withSitting<T>(picture: Picture, theme: ThemeName, look: (sitting: Sitting) => T): Promise<T> {
  const sitting = await sit(picture, { language: 'en', theme, textSize: 'normal' });
  try {
    return look(sitting);
  } finally {
    sitting.close();
  }
}

function isSwitchedOff(widget: Widget): boolean {
  for (let around: Widget | undefined = widget; around; around = around.parent) if (around.disabled) return true;
  return false;
}

/** Each as a sentence, where the text is weaker than the theme promises. */
function tooWeak({ ui }: Sitting, theme: ThemeName): string[] {
  const faults = ui.display.root
    .all()
    .filter((widget) => !isSwitchedOff(widget))
    .flatMap((widget) => [...textColours(widget), ...textColours(widget, true)].map((pair) => ({ widget, ...pair })))
    .map((pair) => ({ ...pair, ratio: contrastRatio(pair.text, pair.surface) }))
    .filter(({ ratio }) => ratio < requiredContrast(theme))
    .map(
      ({ widget, text, surface, ratio }) =>
        `${widget.text || widget.name || `an icon in ${widget.parent?.name}`}: ${text} on ${surface}, ${ratio.toFixed(2)}`,
    );
  return [...new Set(faults)];
}

/** The colour that most pixels inside the widget have. */
function mostlyDrawn({ ui }: Sitting, widget: Widget): Colour | undefined {
  const { frameBuffer, width } = ui.display;
  const box = widget.visibleBounds();
  if (!box) return undefined;
  const counts = new Map<number, number>();
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++) {
      const at = (y * width + x) * 4;
      const pixel = ((frameBuffer[at + 2] ?? 0) << 16) | ((frameBuffer[at + 1] ?? 0) << 8) | (frameBuffer[at] ?? 0);
      counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most && `#${most[0].toString(16).padStart(6, '0').toUpperCase()}`;
}

/** Letters can cover most of a small box, and a gradient has a colour for each line: those are passed over. */
function wronglyTold(sitting: Sitting): string[] {
  sitting.ui.display.renderNow();
  return sitting.ui.display.root.all().flatMap((widget) => {
    const told = textColours(widget);
    const surfaces = new Set(told.map(({ surface }) => surface));
    if (surfaces.size !== 1 || widget.text === '') return [];
    const drawn = mostlyDrawn(sitting, widget);
    return drawn === undefined || surfaces.has(drawn)
      ? []
      : [`${widget.text}: told ${[...surfaces].join()}, drawn ${drawn}`];
  });
}

describe.each(themes)('in the theme %s', (theme, palette) => {
  it.each(pictures.map((picture) => [picture.name, picture] as const))(
    '%s: every text can be read, but for switched-off controls',
    async (_name, picture) => {
      expect(await withSitting(picture, theme, (sitting) => tooWeak(sitting, theme))).toEqual([]);
    },
  );

  it('initials can be read on whatever colours a name gives', () => {
    for (const surface of palette.avatars.flat())
      expect(contrastRatio(onAvatar, surface)).toBeGreaterThanOrEqual(requiredContrast(theme));
  });

  it('the sign in a presence mark can be seen', () => {
    for (const fill of Object.values(palette.presence))
      expect(contrastRatio(fill, palette.onPresence)).toBeGreaterThanOrEqual(4.5);
  });
});

/** What lies over a part of the screen hides texts from this check. */
const covered = new Set(['volume-overlay']);
const uncovered = pictures.filter(({ name }) => !covered.has(name));

it.each(uncovered.map((picture) => [picture.name, picture] as const))(
  '%s: the surface that is told is the one that is drawn',
  async (_name, picture) => {
    expect(await withSitting(picture, 'light', wronglyTold)).toEqual([]);
  },
);

it('contrast is 21 for black on white and 1 for a colour on itself', () => {
  expect(contrastRatio('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
  expect(contrastRatio('#FFFFFF', '#000000')).toBeCloseTo(21, 5);
  expect(contrastRatio('#1F66D6', '#1F66D6')).toBe(1);
});
