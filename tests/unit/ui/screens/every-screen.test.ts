// What holds for every screen of the gallery: no text is cut, every target can be hit, and the keys reach everything.
import { describe, expect, it } from 'vitest';
import type { Language, TextSize } from '../../../../firmware/phone.ts';
import { pictures } from '../../../../ui/gallery/pictures.ts';
import { type Look, type Sitting, sit } from '../../../../ui/gallery/studio.ts';
import type { Widget } from '../../../../ui/lvgl/index.ts';

const plain: Look = { language: 'en', theme: 'dark', textSize: 'normal' };
const languages: readonly Language[] = ['en', 'de'];
const textSizes: readonly TextSize[] = ['normal', 'large', 'larger'];
const looks = languages.flatMap((language) => textSizes.map((textSize) => ({ ...plain, language, textSize })));

/** 9 mm on a 7 inch panel of 800x480. */
const smallestTargetPx = 47;

async function withSitting<T>(name: string, look: Look, look2: (sitting: Sitting) => T | Promise<T>): Promise<T> {
  const picture = pictures.find((candidate) => candidate.name === name);
  if (!picture) throw new Error(`The gallery has no picture ${name}.`);
  const sitting = await sit(picture, look);
  try {
    return await look2(sitting);
  } finally {
    sitting.close();
  }
}

function focusables(sitting: Sitting): Widget[] {
  return sitting.ui.display.root.all().filter((widget) => widget.focusable && widget.visible && !widget.disabled);
}

function focusOn(sitting: Sitting, name: string): boolean {
  const widget = focusables(sitting).find((candidate) => candidate.name === name);
  widget?.focus();
  widget?.scrollIntoView();
  return widget !== undefined;
}

const names = pictures.map(({ name }) => name);

/** Where text is longest and largest, the screens that people are on most. */
const tightest: Look = { ...plain, language: 'de', textSize: 'larger' };
const mainScreens = ['home', 'dial-search', 'in-call', 'settings', 'sign-in', 'contacts', 'test-call-better'];
const visits = [
  ...names.map((name) => ({ name, look: plain })),
  ...mainScreens.map((name) => ({ name, look: tightest })),
];

describe.each(names)('%s', (name) => {
  it.each(looks)('cuts no text ($language, $textSize)', async (look) => {
    const cut = await withSitting(name, look, ({ ui }) =>
      ui.display.root
        .all()
        .filter((widget) => (widget.kind === 'Text' || widget.kind === 'Spangroup') && widget.isTextCut())
        .map((widget) => `${widget.text} ${JSON.stringify(widget.bounds())}`),
    );
    expect(cut).toEqual([]);
  });

  it('shows and promises no emergency calls', async () => {
    const text = await withSitting(name, plain, ({ ui }) => ui.display.root.text);
    expect(text).not.toMatch(/emergency|sos/i);
  });
});

describe.each(visits)('$name ($look.language, $look.textSize)', ({ name, look }) => {
  it('has targets that a finger can hit, inside the screen', async () => {
    const small = await withSitting(name, look, (sitting) =>
      focusables(sitting)
        .filter((widget) => widget.role !== 'slider')
        .map((widget) => ({ name: widget.name, ...widget.bounds() }))
        .filter(
          ({ width, height, x }) => width < smallestTargetPx || height < smallestTargetPx || x < 0 || x + width > 800,
        ),
    );
    expect(small).toEqual([]);
  });

  it('lets the arrows reach everything from everywhere', async () => {
    await withSitting(name, look, async (sitting) => {
      const { focus } = sitting.ui.display;
      // By name, with the one before: what the soft keys offer may follow the focus, so they come and go.
      const start = focus.current?.name;
      const reached = new Map(start === undefined ? [] : [[start, start]]);
      for (const [from, before] of reached) {
        for (const direction of ['up', 'down', 'left', 'right'] as const) {
          focusOn(sitting, before);
          await sitting.press();
          if (!focusOn(sitting, from)) continue;
          await sitting.press(direction);
          const to = focus.current?.name;
          if (to !== undefined && !reached.has(to)) reached.set(to, from);
        }
      }
      const missed = focusables(sitting)
        .map((widget) => widget.name)
        .filter((widgetName) => !reached.has(widgetName));
      expect(missed).toEqual([]);
    });
  });

  it('shows where the focus is', async () => {
    await withSitting(name, look, (sitting) => {
      if (focusables(sitting).length === 0) return;
      const current = sitting.ui.display.focus.current;
      expect(current?.focused).toBe(true);
      expect(current?.visibleBounds()).toBeDefined();
    });
  });

  it('offers nothing twice', async () => {
    const offered = await withSitting(name, look, (sitting) =>
      focusables(sitting)
        .filter((widget) => widget.role === 'button')
        .map((widget) => widget.name),
    );
    expect(offered).toEqual([...new Set(offered)]);
  });
});
