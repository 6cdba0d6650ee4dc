// OK, which is Enter on a keyboard, goes on to the next field of a form, and at the last does what the first soft key does.
import { afterEach, describe, expect, it } from 'vitest';
import type { PhoneState } from '../../../../firmware/phone.ts';
import { mara } from '../../../../ui/gallery/fixtures/people.ts';
import { atRest, signedOut } from '../../../../ui/gallery/fixtures/state.ts';
import { type Look, type Sitting, sit } from '../../../../ui/gallery/studio.ts';
import type { Route } from '../../../../ui/navigation/routes.ts';

const look: Look = { language: 'en', theme: 'dark', textSize: 'normal' };
let sitting: Sitting | undefined;

async function at(state: PhoneState, route?: Route): Promise<Sitting> {
  sitting = await sit({ name: 'enter', caption: '', state, ...(route ? { route } : {}) }, look);
  return sitting;
}

afterEach(() => {
  sitting?.close();
  sitting = undefined;
});

const focused = (here: Sitting): string | undefined => here.ui.display.focus.current?.name;

describe('OK', () => {
  it('goes from the extension to the PIN, and then signs in', async () => {
    const here = await at(signedOut);
    await here.press('4', '2', '1', '7', 'ok');
    expect(focused(here)).toBe('PIN');
    await here.press('2', '4', '6', '8', 'ok');
    expect(here.phone.told).toEqual([{ command: 'signInWithPin', parameters: ['4217', '2468'] }]);
  });

  it('goes to what is still empty instead of signing in', async () => {
    const here = await at(signedOut);
    await here.press('down', '2', '4', '6', '8', 'ok');
    expect(here.phone.told).toEqual([]);
    expect(focused(here)).toBe('Extension');
  });

  it('goes from the address to the password, and then signs in', async () => {
    const here = await at(signedOut);
    await here.press('soft2');
    await here.type('dana@fernleigh.test');
    await here.press('ok');
    expect(focused(here)).toBe('Password');
    await here.type('pa55');
    await here.press('ok');
    expect(here.phone.told).toEqual([{ command: 'signInWithPassword', parameters: ['dana@fernleigh.test', 'pa55'] }]);
  });

  it('counts in a field although a finger was on a letter of the screen before', async () => {
    const here = await at(signedOut);
    await here.press('soft2');
    const { x, y, width, height } = here.ui.display.root.byRole('button', 'd').bounds();
    await here.tap(x + width / 2, y + height / 2);
    await here.type('ana@fernleigh.test');
    await here.press('ok');
    expect(focused(here)).toBe('Password');
    expect(here.ui.display.root.text).toContain('dana@fernleigh.test');
  });

  it('opens a locked phone', async () => {
    const here = await at({
      ...atRest,
      lock: { locked: true, hasPin: true, wrongPins: 0, lockedOutUntilMs: undefined },
    });
    await here.press('2', '4', '6', '8', 'ok');
    expect(here.phone.told).toEqual([{ command: 'unlock', parameters: ['2468'] }]);
  });

  it('takes a new lock PIN and its repetition', async () => {
    const here = await at(atRest, { screen: 'lock-pin' });
    await here.press('2', '4', '6', '8', 'ok', '2', '4', '6', '8', 'ok');
    expect(here.phone.told).toEqual([{ command: 'setLockPin', parameters: ['2468'] }]);
  });

  it('calls what was typed, also where a key of the screen was pressed by a finger in between', async () => {
    const here = await at(atRest);
    await here.press('4', '4');
    const { x, y, width, height } = here.ui.display.root.byRole('button', '0').bounds();
    await here.tap(x + width / 2, y + height / 2);
    await here.press('2', 'ok');
    expect(here.phone.told.at(-1)).toEqual({ command: 'dial', parameters: ['4402'] });
  });

  it('calls what was typed and not the person whom the arrows had passed', async () => {
    const here = await at({
      ...atRest,
      search: { query: '627', matches: [{ person: mara, matched: [{ start: 0, end: 3 }] }] },
    });
    await here.press('6', '2', '7', 'down', 'up', 'ok');
    expect(here.phone.told.at(-1)).toEqual({ command: 'dial', parameters: ['627'] });
  });
});
