// A list of thousands of people is walked, dragged and left again as if every row were there.
import { afterEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../../firmware/phone.ts';
import { mara } from '../../../../ui/gallery/fixtures/people.ts';
import { atRest } from '../../../../ui/gallery/fixtures/state.ts';
import { type Sitting, sit } from '../../../../ui/gallery/studio.ts';
import { partsOf, RowHeights, windowAtFocus, windowAtScroll } from '../../../../ui/widgets/frame/long-list-rows.ts';

const count = 5_000;
const nameOf = (at: number): string => `Person ${String(at).padStart(4, '0')}`;
/** Every seventh has a title that takes two lines. */
const longTitle = 'Head of Customer Relations, Regional Partnerships, Internal Communication and Everything Else Here';
const contacts = Array.from(
  { length: count },
  (_, at): Person => ({
    ...mara,
    id: `id-${at}`,
    name: nameOf(at),
    title: at % 7 === 3 ? longTitle : 'Desk',
    numbers: [{ kind: 'extension', number: String(10_000 + at) }],
    favourite: false,
  }),
);

let sitting: Sitting | undefined;

async function open(): Promise<Sitting> {
  const state = { ...atRest, contacts };
  sitting = await sit(
    { name: 'long-list', caption: '', state, route: { screen: 'contacts' } },
    { language: 'en', theme: 'dark', textSize: 'normal' },
  );
  return sitting;
}

afterEach(() => {
  sitting?.close();
  sitting = undefined;
});

function focusedName({ ui }: Sitting): string | undefined {
  return ui.display.focus.current?.name.split(',')[0];
}

/** Numbers of the rows of which something can be seen, from top to bottom. */
function seenRows({ ui }: Sitting): number[] {
  return ui.display.root
    .byRole('list')
    .allByRole('listitem')
    .filter((row) => row.visibleBounds() !== undefined)
    .map((row) => Number(/\d{4}/.exec(row.name)?.[0]));
}

function expectFilled(here: Sitting): void {
  const rows = seenRows(here);
  expect(rows).toEqual(Array.from(rows, (_, at) => (rows[0] ?? 0) + at));
  const list = here.ui.display.root.byRole('list');
  const heights = list.allByRole('listitem').map((row) => row.visibleBounds()?.height ?? 0);
  const gaps = 8 * (rows.length + 1);
  expect(heights.reduce((sum, height) => sum + height, 0) + gaps).toBeGreaterThanOrEqual(list.bounds().height);
}

describe('5,000 people', () => {
  it('are not 5,000 rows of widgets', async () => {
    const { ui } = await open();
    expect(ui.display.root.all().length).toBeLessThan(250);
  });

  it('are walked one by one, down and up again', async () => {
    const here = await open();
    const walked: (string | undefined)[] = [];
    for (let at = 0; at < 40; at++) {
      walked.push(focusedName(here));
      expectFilled(here);
      await here.press('down');
    }
    expect(walked).toEqual(Array.from({ length: 40 }, (_, at) => nameOf(at)));
    for (let at = 39; at >= 0; at--) {
      await here.press('up');
      expect(focusedName(here)).toBe(nameOf(at));
      expectFilled(here);
    }
  });

  it('are walked by keys that come in one turn, too', async () => {
    const here = await open();
    here.pressAtOnce(...Array.from({ length: 30 }, () => 'down' as const));
    expect(focusedName(here)).toBe(nameOf(30));
  });

  it('are dragged by a finger without a hole, and arrows go on from the row that was touched', async () => {
    const here = await open();
    for (let drag = 0; drag < 8; drag++) {
      await here.drag(400, 380, 120);
      expectFilled(here);
    }
    expect(seenRows(here)[0]).toBeGreaterThan(15);
    const touched = Number(/\d{4}/.exec(focusedName(here) ?? '')?.[0]);
    expect(touched).toBeGreaterThan(15);
    await here.press('down');
    expect(focusedName(here)).toBe(nameOf(touched + 1));
    expect(seenRows(here)).toContain(touched + 1);
    expectFilled(here);
  });

  it('are dragged down and back up to the very first', async () => {
    const here = await open();
    for (let drag = 0; drag < 5; drag++) await here.drag(400, 380, 120);
    for (let drag = 0; drag < 7; drag++) {
      await here.drag(400, 120, 390);
      expectFilled(here);
    }
    expect(seenRows(here)[0]).toBe(0);
  });

  it('come back to whom one had looked at', async () => {
    const here = await open();
    await here.press(...Array.from({ length: 25 }, () => 'down' as const), 'ok');
    expect(here.ui.navigator.route).toEqual({ screen: 'contact', personId: 'id-25' });
    await here.press('back');
    expect(focusedName(here)).toBe(nameOf(25));
    expectFilled(here);
  });
});

describe('the rows of a long list', () => {
  it('move no further than they must, and stop at both ends', () => {
    expect(windowAtFocus(0, 5, count)).toBe(0);
    expect(windowAtFocus(0, 9, count)).toBe(1);
    expect(windowAtFocus(10, 9, count)).toBe(6);
    expect(windowAtFocus(0, count - 1, count)).toBe(count - 12);
    expect(windowAtFocus(0, 3, 4)).toBe(0);
    expect(windowAtScroll(0, 100, count)).toBe(96);
    expect(windowAtScroll(200, 100, count)).toBe(98);
  });

  it('keep the focused one and its neighbours', () => {
    expect(partsOf(100, 40, 2)).toEqual([
      { at: 0, end: 1 },
      ...[1, 2, 3].map((at) => ({ at })),
      { at: 4, end: 40 },
      ...Array.from({ length: 12 }, (_, row) => ({ at: 40 + row })),
      { at: 52, end: 100 },
    ]);
    expect(partsOf(3, 0, 0)).toEqual([{ at: 0 }, { at: 1 }, { at: 2 }]);
  });

  it('that were never seen count as the lowest that were', () => {
    const heights = new RowHeights();
    expect(heights.of('a', 68)).toBe(68);
    heights.note('a', 90);
    heights.note('b', 70);
    expect(['a', 'b', 'c'].map((key) => heights.of(key, 68))).toEqual([90, 70, 70]);
  });
});
