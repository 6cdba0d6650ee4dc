// A person's ways through the screens: what each key and each event of the phone leads to.
import { afterEach, describe, expect, it } from 'vitest';
import type { PhoneState } from '../../../../firmware/phone.ts';
import { mara, partyOf, sofia } from '../../../../ui/gallery/fixtures/people.ts';
import { atRest, callWith, inCall, signedOut } from '../../../../ui/gallery/fixtures/state.ts';
import { type Look, type Sitting, sit } from '../../../../ui/gallery/studio.ts';

const look: Look = { language: 'en', theme: 'dark', textSize: 'normal' };
let sitting: Sitting | undefined;

async function at(state: PhoneState): Promise<Sitting> {
  sitting = await sit({ name: 'journey', caption: '', state }, look);
  return sitting;
}

afterEach(() => {
  sitting?.close();
  sitting = undefined;
});

function shows(here: Sitting): string {
  return here.ui.display.root.text;
}

async function become(here: Sitting, state: PhoneState): Promise<void> {
  here.phone.become(state);
  await here.clock.advance(100);
  here.ui.display.renderNow();
}

const ringing = callWith(partyOf(mara), { direction: 'incoming', phase: 'ringing-in', connectedAtMs: undefined });

describe('from the home screen', () => {
  it('a digit opens the dial pad with that digit, and Call dials it', async () => {
    const here = await at(atRest);
    await here.press('4', '4', '0', '2');
    expect(here.phone.told).toContainEqual({ command: 'search', parameters: ['4402'] });
    await here.press('soft1');
    expect(here.phone.told.at(-1)).toEqual({ command: 'dial', parameters: ['4402'] });
  });

  it('keys that come in one turn all count, as from a quick hand or a burst of the network', async () => {
    const here = await at(atRest);
    here.pressAtOnce('4', '4', '0', '2', 'soft1');
    expect(here.phone.told.at(-1)).toEqual({ command: 'dial', parameters: ['4402'] });
  });

  it('a letter typed on a keyboard opens the search with it', async () => {
    const here = await at(atRest);
    await here.type('mar');
    expect(here.phone.told).toContainEqual({ command: 'search', parameters: ['mar'] });
  });

  it('lifting the handset shows the dial pad, putting it back shows home', async () => {
    const here = await at(atRest);
    await become(here, { ...atRest, hook: 'off-hook' });
    expect(here.ui.navigator.route.screen).toBe('dial');
    await become(here, atRest);
    expect(here.ui.navigator.route.screen).toBe('home');
  });

  it('the speaker key shows the dial pad on the speaker', async () => {
    const here = await at(atRest);
    await here.press('speaker');
    expect(here.phone.told).toContainEqual({ command: 'setAudioPath', parameters: ['speaker'] });
    expect(here.ui.navigator.route.screen).toBe('dial');
  });

  it('redial, message and mute do what is printed on them', async () => {
    const here = await at(atRest);
    await here.press('redial', 'mute', 'message');
    expect(here.phone.told.map(({ command }) => command)).toEqual(['redial', 'setMuted']);
    expect(here.ui.navigator.route.screen).toBe('messages');
  });

  it('a volume key changes the ringer and shows it for a moment', async () => {
    const here = await at(atRest);
    await here.press('volume-up');
    expect(here.phone.told.at(-1)).toEqual({ command: 'changeVolume', parameters: [1] });
    expect(shows(here)).toContain('Ringer volume');
    await here.clock.advance(2_000);
    here.ui.display.renderNow();
    expect(shows(here)).not.toContain('Ringer volume');
  });

  it('a finger alone reaches the settings and comes back', async () => {
    const here = await at(atRest);
    const tapOn = async (name: string): Promise<void> => {
      const { x, y, width, height } = here.ui.display.root.byRole('button', name).bounds();
      await here.tap(x + width / 2, y + height / 2);
    };
    await tapOn('Settings');
    expect(here.ui.navigator.route.screen).toBe('settings');
    await tapOn('Back');
    expect(here.ui.navigator.route.screen).toBe('home');
  });
});

describe('on the dial pad', () => {
  it('Back erases first and goes back when nothing is left', async () => {
    const here = await at(atRest);
    await here.press('4', '2', 'back');
    expect(here.phone.told.findLast(({ command }) => command === 'search')?.parameters).toEqual(['4']);
    await here.press('back');
    expect(here.ui.navigator.route.screen).toBe('dial');
    await here.press('back');
    expect(here.ui.navigator.route.screen).toBe('home');
  });

  it('a person chosen by arrows is called by OK', async () => {
    const here = await at({
      ...atRest,
      search: { query: '627', matches: [{ person: mara, matched: [{ start: 0, end: 3 }] }] },
    });
    await here.press('6', '2', '7');
    here.ui.display.root.byRole('listitem', /Mara/).focus();
    await here.press('ok');
    expect(here.phone.told.at(-1)).toEqual({ command: 'dial', parameters: ['4402'] });
  });

  it('Call dials the number as typed, whoever else matches', async () => {
    const here = await at({
      ...atRest,
      search: { query: '627', matches: [{ person: mara, matched: [{ start: 0, end: 3 }] }] },
    });
    await here.press('6', '2', '7', 'soft1');
    expect(here.phone.told.at(-1)).toEqual({ command: 'dial', parameters: ['627'] });
  });

  it('lifting the handset over a typed number calls it', async () => {
    const here = await at(atRest);
    await here.press('4', '9');
    await become(here, { ...atRest, hook: 'off-hook' });
    expect(here.phone.told.at(-1)).toEqual({ command: 'dial', parameters: ['49'] });
  });
});

describe('a call', () => {
  it('that comes in beats everything, and goes away without a trace', async () => {
    const here = await at(atRest);
    await here.press('soft4');
    await become(here, { ...atRest, calls: [ringing] });
    expect(shows(here)).toContain('is calling you');
    await here.press('soft1');
    expect(here.phone.told.at(-1)).toEqual({ command: 'answer', parameters: [ringing.id] });
    await become(here, atRest);
    expect(here.ui.navigator.route.screen).toBe('settings');
  });

  it('that comes in is answered by OK, wherever the focus was', async () => {
    const here = await at(atRest);
    await here.press('soft4', 'down', 'down');
    await become(here, { ...atRest, calls: [ringing] });
    await here.press('ok');
    expect(here.phone.told.at(-1)).toEqual({ command: 'answer', parameters: [ringing.id] });
  });

  it('can be ended from its figures', async () => {
    const call = callWith(partyOf(mara));
    const here = await at(inCall(call));
    here.ui.navigator.push({ screen: 'quality' });
    await here.press('soft1');
    expect(here.phone.told.at(-1)).toEqual({ command: 'hangUp', parameters: [call.id] });
  });

  it('that the person ended is not told beside the one that goes on', async () => {
    const call = callWith(partyOf(mara));
    const over = callWith(partyOf(sofia), { id: 'over', phase: 'ended', endReason: 'hung-up' });
    const here = await at({ ...inCall(call), calls: [over, call] });
    expect(shows(here)).not.toContain('You ended the call');
  });

  it('stands in the way of a test call, which says so', async () => {
    const here = await at(inCall(callWith(partyOf(mara))));
    here.ui.navigator.push({ screen: 'test-call' });
    await here.clock.advance(100);
    expect(shows(here)).toContain('End it first');
    await here.press('soft1');
    expect(here.phone.told.map(({ command }) => command)).not.toContain('startTestCall');
    expect(here.ui.navigator.route.screen).toBe('call');
  });

  it('is declined by the second soft key', async () => {
    const here = await at({ ...atRest, calls: [ringing] });
    await here.press('soft2');
    expect(here.phone.told.at(-1)).toEqual({ command: 'decline', parameters: [ringing.id] });
  });

  it('shows by itself, holds, takes digits, and ends', async () => {
    const call = callWith(partyOf(mara));
    const here = await at(atRest);
    await become(here, inCall(call));
    expect(here.ui.navigator.route.screen).toBe('call');
    await here.press('soft2', '5', 'soft1');
    expect(here.phone.told.slice(-3)).toEqual([
      { command: 'hold', parameters: [call.id] },
      { command: 'sendDigit', parameters: ['5'] },
      { command: 'hangUp', parameters: [call.id] },
    ]);
  });

  it('stays one key away when the person goes home', async () => {
    const here = await at(atRest);
    await become(here, inCall(callWith(partyOf(mara))));
    await here.press('home');
    expect(shows(here)).toContain('Back to call');
    await here.press('soft1');
    expect(here.ui.navigator.route.screen).toBe('call');
  });

  it('says why it ended, and leaves when the phone forgets it', async () => {
    const here = await at(inCall(callWith(partyOf(mara))));
    await become(here, {
      ...atRest,
      calls: [callWith(partyOf(mara), { phase: 'ended', endReason: 'network-lost', endedAtMs: atRest.nowMs })],
    });
    expect(shows(here)).toContain('The network is gone');
    await become(here, atRest);
    expect(here.ui.navigator.route.screen).toBe('home');
  });
});

describe('signing in', () => {
  it('by extension and PIN needs the twelve keys alone', async () => {
    const here = await at(signedOut);
    await here.press('4', '2', '1', '7', 'soft1', '2', '4', '6', '8', '1', '0', 'soft1');
    expect(here.phone.told).toEqual([{ command: 'signInWithPin', parameters: ['4217', '246810'] }]);
  });

  it('the first soft key brings cursor and focus to the PIN', async () => {
    const here = await at(signedOut);
    await here.press('4', '2', '1', '7', 'soft1');
    expect(here.ui.display.focus.current?.name).toBe('PIN');
    await here.press('up');
    expect(here.ui.display.focus.current?.name).toBe('Extension');
  });

  it('a test call begins with the key that makes it', async () => {
    const here = await at(atRest);
    await here.press('soft4', 'down', 'up');
    here.ui.navigator.push({ screen: 'test-call' });
    await here.clock.advance(100);
    await here.press('ok');
    expect(here.phone.told.at(-1)).toEqual({ command: 'startTestCall', parameters: [] });
  });

  it('by address takes letters from repeated keys', async () => {
    const here = await at(signedOut);
    await here.press('soft2', '3', '2', '6');
    await here.press('6', '2');
    expect(here.ui.display.root.byRole('textbox', 'Address').text).toContain('dana');
  });

  it('tells a keyboard when letters are for the field, and when they are free again', async () => {
    const here = await at(signedOut);
    expect(here.textExpected()).toBe(false);
    await here.press('soft2');
    expect(here.textExpected()).toBe(true);
    await become(here, atRest);
    expect(here.textExpected()).toBe(false);
    await here.press('soft3');
    expect(here.textExpected()).toBe(true);
  });

  it('by address and password', async () => {
    const here = await at(signedOut);
    await here.press('soft2');
    await here.type('dana@fernleigh.test');
    await here.press('soft1');
    await here.type('harbour-lamp-42');
    await here.press('soft1');
    expect(here.phone.told).toEqual([
      { command: 'signInWithPassword', parameters: ['dana@fernleigh.test', 'harbour-lamp-42'] },
    ]);
  });
});

describe('the lock', () => {
  const locked: PhoneState = { ...atRest, lock: { ...atRest.lock, locked: true } };

  it('hides what was open, and opens by its PIN', async () => {
    const here = await at(atRest);
    await here.press('soft3');
    await become(here, locked);
    expect(shows(here)).toContain('Enter your lock PIN.');
    expect(shows(here)).not.toContain('Mara');
    await here.press('1', '3', '5', '7', 'soft1');
    expect(here.phone.told.at(-1)).toEqual({ command: 'unlock', parameters: ['1357'] });
  });

  it('still dials, without showing names', async () => {
    const here = await at(locked);
    await here.press('soft2', '6', '2', '7', 'soft1');
    expect(here.phone.told.at(-1)).toEqual({ command: 'dial', parameters: ['627'] });
    expect(here.phone.told.map(({ command }) => command)).not.toContain('search');
  });

  it('lets no key reach the people, the calls or the messages', async () => {
    const here = await at(locked);
    await here.press('message', 'home', 'back', 'up', 'down');
    expect(shows(here)).toContain('Locked');
    expect(shows(here)).not.toContain('Mara');
  });
});
