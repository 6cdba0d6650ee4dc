// What holds for every screen on the smallest and the largest panel, and for those in between: nothing is cut, everything can be hit.
import { describe, expect, it } from 'vitest';
import { pictures } from '../../../../ui/gallery/pictures.ts';
import { type Look, otherSizes, type Sitting, sit } from '../../../../ui/gallery/studio.ts';
import { layoutFor, type ScreenSize } from '../../../../ui/theme/index.ts';

const looks: readonly Omit<Look, 'size'>[] = [
  { language: 'en', theme: 'dark', textSize: 'normal' },
  { language: 'de', theme: 'dark', textSize: 'normal' },
  { language: 'de', theme: 'dark', textSize: 'larger' },
];
const between: readonly ScreenSize[] = [
  { width: 640, height: 480 },
  { width: 720, height: 480 },
  { width: 800, height: 600 },
  { width: 1024, height: 400 },
  { width: 480, height: 480 },
];
const mainScreens = new Set(['home', 'dial-search', 'in-call-network-receive-poor', 'settings', 'sign-in', 'contacts']);
/** 5.4 mm on a panel of 480x320 and 3.5 inches: a letter of a keyboard there. */
const smallestTargetPx = 35;

const visits = pictures.flatMap((picture) =>
  [...otherSizes, ...(mainScreens.has(picture.name) ? between : [])].flatMap((size) =>
    looks.map((look) => ({
      picture,
      name: picture.name,
      look: { ...look, size },
      size: `${size.width}x${size.height}`,
    })),
  ),
);

function faults({ ui }: Sitting, { width, height }: ScreenSize): readonly string[] {
  const all = ui.display.root.all();
  const cut = all
    .filter((widget) => (widget.kind === 'Text' || widget.kind === 'Spangroup') && widget.isTextCut())
    .map((widget) => `"${widget.text}" is cut`);
  const targets = all.filter((widget) => widget.focusable && widget.visible && widget.role !== 'slider');
  const missed = targets.flatMap((widget) => {
    const box = widget.bounds();
    if (box.x < 0 || box.x + box.width > width) return [`"${widget.name}" lies outside`];
    if (box.width < smallestTargetPx || box.height < smallestTargetPx) return [`"${widget.name}" is too small to hit`];
    return [];
  });
  const right = Math.max(...all.map((widget) => widget.bounds()).map((box) => box.x + box.width));
  const unused = right < width || height <= 0 ? ['the right of the screen is not used'] : [];
  return [...cut, ...missed, ...unused];
}

describe('on a panel of another size', () => {
  it.each(visits)('$name fits $size ($look.language, $look.textSize)', async ({ picture, look }) => {
    const sitting = await sit(picture, look);
    try {
      expect(faults(sitting, look.size)).toEqual([]);
    } finally {
      sitting.close();
    }
  });
});

describe('the grid', () => {
  it('is that of 800x480 there, larger by a quarter at 1024x600, and never smaller than fingers and eyes allow', () => {
    expect(layoutFor({ width: 800, height: 480 })).toMatchObject({ scale: 1, screenWidth: 800, narrow: false });
    expect(layoutFor({ width: 1024, height: 600 })).toMatchObject({ scale: 1.25, screenHeight: 480, narrow: false });
    expect(layoutFor({ width: 480, height: 320 })).toMatchObject({ scale: 0.875, narrow: true });
    expect(layoutFor({ width: 320, height: 240 }).scale).toBe(0.875);
    expect(layoutFor({ width: 1920, height: 1080 }).scale).toBe(1.25);
  });

  it('fills the panel, whatever its size', () => {
    for (let width = 480; width <= 1024; width += 16) {
      for (let height = 320; height <= 600; height += 20) {
        const { scale, screenWidth, screenHeight } = layoutFor({ width, height });
        expect(screenWidth * scale).toBeCloseTo(width);
        expect(screenHeight * scale).toBeCloseTo(height);
      }
    }
  });
});
