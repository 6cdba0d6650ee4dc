// The whole phone through its screen and keys: what a person presses, and what they read.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Desk, digits } from './fakes/desk.ts';

let desk: Desk;
afterEach(() => desk.close());

describe('before signing in', () => {
  beforeEach(() => {
    desk = new Desk();
  });

  test('the first screen asks for the extension at once, before anything else has loaded', () => {
    expect(desk.text).toContain('Extension');
  });

  test('a wrong PIN is said, and the right one opens the home screen', async () => {
    await desk.phone.attach();
    await desk.press(...digits('4217'), 'soft1', ...digits('111111'), 'soft1');
    await desk.pass(100);
    expect(desk.phone.state.account).toMatchObject({ failure: 'wrong-pin' });
    expect(desk.text).toContain('PIN');
    await desk.press(...digits('246810'), 'soft1');
    await desk.pass(200);
    expect(desk.phone.state.account.status).toBe('signed-in');
    expect(desk.text).toContain('Dana Novak');
    expect(desk.text).not.toContain('246810');
  });
});

describe('signed in', () => {
  beforeEach(async () => {
    desk = await Desk.signedIn();
  });

  test('a number pressed with the handset down is called on the speaker and ended by a key', async () => {
    desk.phone.sip.farEnds.set('4402', { does: 'answers', afterMs: 1_000 });
    await desk.press(...digits('4402'), 'soft1');
    await desk.pass(100);
    expect(desk.phone.call).toMatchObject({ phase: 'ringing-out', party: { number: '4402' } });
    expect(desk.text).toContain('4402');
    await desk.pass(1_000);
    expect(desk.phone.call?.phase).toBe('connected');
    await desk.press('mute');
    expect(desk.phone.session.muted).toBe(true);
    await desk.press('volume-up');
    expect(desk.phone.state.settings.speakerVolume).toBe(0.7);
    const end = desk.ui.display.root.allByRole('button', /^End/);
    expect(end).toHaveLength(1);
    end[0]?.click();
    await desk.pass(2_000);
    expect(desk.phone.state.calls).toEqual([]);
    expect(desk.phone.state.callLog[0]).toMatchObject({ party: { number: '4402' }, endReason: 'hung-up' });
  });

  test('busy is said in words', async () => {
    desk.phone.sip.farEnds.set('4403', { does: 'refuses', status: 486, afterMs: 50 });
    await desk.lift();
    expect(desk.phone.media.tone).toBe('dial');
    await desk.press(...digits('4403'), 'soft1');
    await desk.pass(200);
    expect(desk.text).toContain('They are on another call');
    expect(desk.phone.media.tone).toBe('busy');
    await desk.putDown();
    await desk.pass(7_000);
    expect(desk.phone.state.calls).toEqual([]);
  });

  test('an incoming call fills the screen and is answered by its first soft key', async () => {
    const far = desk.phone.sip.ring('4402', { displayName: 'Mara Kovács' });
    await desk.pass(50);
    expect(desk.text).toContain('Mara Kovács');
    await desk.press('soft1');
    expect(desk.phone.call).toMatchObject({ phase: 'connected' });
    expect(desk.phone.state.audioPath).toBe('speaker');
    far.finish({ cause: 'remote', status: undefined, phrase: '' });
    await desk.pass(3_000);
    expect(desk.phone.state.calls).toEqual([]);
  });

  test('the speaker key answers a ringing call once', async () => {
    desk.phone.sip.ring('4402');
    await desk.pass(50);
    await desk.press('speaker');
    expect(desk.phone.call?.phase).toBe('connected');
    expect(desk.phone.session.started).toHaveLength(1);
  });

  test('a missed call is counted on the home screen', async () => {
    desk.phone.sip
      .ring('4402', { displayName: 'Mara Kovács' })
      .finish({ cause: 'cancelled', status: undefined, phrase: '' });
    await desk.pass(3_000);
    expect(desk.text).toContain('1 missed call');
  });

  test('a locked phone shows no names, dials all the same, and opens for its PIN', async () => {
    desk.phone.core.commands.lock();
    await desk.pass(50);
    expect(desk.text).toContain('Locked');
    await desk.press(...digits('000000'), 'soft1');
    await desk.phone.until(({ lock }) => lock.wrongPins === 1);
    desk.phone.sip.farEnds.set('4402', { does: 'answers', afterMs: 50 });
    await desk.lift();
    await desk.press(...digits('4402'), 'soft1');
    await desk.pass(200);
    expect(desk.phone.call).toMatchObject({ phase: 'connected' });
    await desk.putDown();
    await desk.pass(3_000);
    await desk.press(...digits('246810'), 'soft1');
    await desk.phone.until(({ lock }) => !lock.locked);
    await desk.pass(50);
    expect(desk.text).toContain('Dana Novak');
  });

  test('the test call is followed to its verdict', async () => {
    desk.phone.sip.farEnds.set('4900', { does: 'answers', afterMs: 50 });
    desk.ui.navigator.push({ screen: 'test-call' });
    await desk.pass(50);
    desk.ui.display.root.byRole('button', 'Make test call').click();
    await desk.pass(200);
    expect(desk.phone.state.testCall.step).toBe('prompt');
    desk.phone.session.hearDigit('1');
    for (let second = 0; second < 5; second++) {
      desk.phone.session.measure({ captureLevelDbfs: -90 });
      await desk.pass(1_000);
    }
    desk.phone.session.hearDigit('2');
    await desk.pass(5_000);
    desk.phone.farCall.finish({ cause: 'remote', status: undefined, phrase: '' });
    await desk.pass(50);
    expect(desk.phone.state.testCall).toMatchObject({ step: 'verdict', verdict: 'bad', causes: ['microphone-silent'] });
    expect(desk.text.toLowerCase()).toContain('microphone');
  });
});
