// What a person does while a call is up: a second one, hold, digits, and what the screen says of trouble.

import { describe, expect, test } from 'vitest';
import { WholePhone } from './fakes/whole-phone.ts';

describe('two calls', () => {
  test('a second one knocks; answering it holds the first; a third hears busy', async () => {
    const phone = await WholePhone.signedIn();
    phone.hook.lift();
    const first = await phone.talkTo('4402');
    const firstSession = phone.session;
    const second = phone.sip.ring('4131');
    await phone.pass(0);
    expect(phone.media.ringing).toBeUndefined();
    expect(phone.media.tone).toBe('call-waiting');
    expect(phone.call?.party.number).toBe('4402');
    const third = phone.sip.ring('4407');
    await phone.pass(0);
    expect(third.rejectedWith).toBe(486);
    phone.core.commands.answer();
    await phone.pass(10);
    expect(phone.call).toMatchObject({ phase: 'connected', party: { number: '4131' } });
    expect(phone.state.calls[0]).toMatchObject({ held: true, party: { number: '4402' } });
    expect(first.agreed?.direction).toBe('recvonly');
    expect(firstSession.focused).toBe(false);
    expect(phone.session.focused).toBe(true);
    phone.core.commands.resume(phone.state.calls[0]?.id);
    await phone.pass(10);
    expect(phone.call).toMatchObject({ held: false, party: { number: '4402' } });
    expect(phone.state.calls[1]).toMatchObject({ held: true });
    expect(second.agreed?.direction).toBe('recvonly');
    phone.hook.hangUp();
    await phone.pass(10);
    expect(phone.state.calls.map(({ phase }) => phase)).toEqual(['ended', 'connected']);
  });

  test('hold and resume tell the far end and silence the line at once', async () => {
    const phone = await WholePhone.signedIn();
    const far = await phone.talkTo('4402');
    phone.core.commands.hold();
    expect(phone.session.focused).toBe(false);
    await phone.pass(10);
    expect(phone.call).toMatchObject({ held: true, heldByRemote: false });
    expect(far.agreed?.direction).toBe('recvonly');
    phone.core.commands.resume();
    await phone.pass(10);
    expect(phone.call?.held).toBe(false);
    expect(far.agreed?.direction).toBe('sendrecv');
    expect(phone.session.started.at(-1)?.sendKey).toEqual(phone.session.started[0]?.sendKey);
  });

  test('held by the far end is shown', async () => {
    const phone = await WholePhone.signedIn();
    const far = await phone.talkTo('4402');
    await far.farHolds('sendonly');
    await phone.pass(0);
    expect(phone.call).toMatchObject({ heldByRemote: true, held: false });
    await far.farHolds('sendrecv');
    await phone.pass(0);
    expect(phone.call?.heldByRemote).toBe(false);
  });
});

describe('in a call', () => {
  test('mute, digits and volume act on it', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    phone.core.commands.setMuted(true);
    for (const digit of ['1', '#', 'x']) phone.core.commands.sendDigit(digit);
    phone.core.commands.changeVolume(2);
    await phone.pass(0);
    expect(phone.session.muted).toBe(true);
    expect(phone.lamps.get('mute')).toBe('on');
    expect(phone.session.digits).toEqual(['1', '#']);
    expect(phone.call?.sentDigits).toBe('1#');
    expect(phone.state.settings.speakerVolume).toBe(0.8);
    expect(phone.media.volume).toBe(0.8);
    phone.core.commands.hangUp();
    await phone.pass(2_000);
    expect(phone.state.muted).toBe(false);
    phone.core.commands.changeVolume(-1);
    await phone.pass(0);
    expect(phone.media.ringerVolume).toBe(0.5);
  });

  test('it survives the loss of its signalling, with a warning until it is back', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    phone.sip.become({ status: 'failed', failure: 'server-unreachable', detail: 'gone', nextAttemptAtMs: undefined });
    await phone.pass(0);
    expect(phone.call).toMatchObject({ phase: 'connected', warning: 'signalling-lost' });
    expect(phone.state.account.status).toBe('reconnecting');
    phone.sip.become({ status: 'registering' });
    await phone.pass(0);
    expect(phone.call?.warning).toBe('signalling-lost');
    phone.sip.become({ status: 'registered', server: 'fernleigh.test', localAddress: '127.0.0.1' });
    await phone.pass(0);
    expect(phone.call).toMatchObject({ phase: 'connected', warning: undefined });
  });

  test('a poor network warns after 3 seconds and no longer 10 seconds after it is good', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    await phone.measure(3, { lossShare: 0.2 });
    expect(phone.call?.warning).toBeUndefined();
    await phone.measure(1, { lossShare: 0.2 });
    expect(phone.call?.warning).toBe('network-receive-poor');
    await phone.measure(10);
    expect(phone.call?.warning).toBe('network-receive-poor');
    await phone.measure(1);
    expect(phone.call?.warning).toBeUndefined();
    expect(phone.call?.quality).toMatchObject({ lossPercent: 0, codec: 'opus', encrypted: true });
  });

  test('the far end learns that this device hurts the sound, once each way, and no more', async () => {
    const phone = await WholePhone.signedIn();
    const far = await phone.talkTo('4402');
    await phone.measure(8, { clippedShare: 0.2 });
    expect(phone.call?.warning).toBe('microphone-loud');
    await phone.measure(12);
    expect(far.deviceNotices).toEqual([true, false]);
  });

  test('the far end’s word that its device hurts is shown while it holds', async () => {
    const phone = await WholePhone.signedIn();
    const far = await phone.talkTo('4402');
    await phone.measure(1);
    far.farDevice(true);
    await phone.pass(0);
    expect(phone.call?.warning).toBe('remote-device');
    far.farDevice(false);
    await phone.pass(0);
    expect(phone.call?.warning).toBeUndefined();
  });

  test('a call on hold says nothing of the voice that nobody hears', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    await phone.measure(4, { lossShare: 0.2 });
    expect(phone.call?.warning).toBe('network-receive-poor');
    phone.core.commands.hold();
    await phone.pass(0);
    expect(phone.call).toMatchObject({ held: true, warning: undefined });
  });

  test('no voice arriving warns, and a dead microphone only while it is not muted', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    await phone.measure(1);
    for (let second = 0; second < 5; second++) phone.session.measureSilence();
    await phone.pass(0);
    expect(phone.call?.warning).toBe('network-lost');
    await phone.measure(20, { captureLevelDbfs: -100 });
    expect(phone.call?.warning).toBe('microphone-silent');
    phone.core.commands.setMuted(true);
    await phone.measure(1, { captureLevelDbfs: -100 });
    expect(phone.call?.warning).toBeUndefined();
  });

  test('with neither voice nor signalling for a minute it is given up as lost', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    await phone.measure(1);
    phone.sip.become({ status: 'failed', failure: 'server-unreachable', detail: 'gone', nextAttemptAtMs: undefined });
    for (let second = 0; second < 60; second++) phone.session.measureSilence();
    await phone.pass(0);
    expect(phone.call).toMatchObject({ phase: 'connected', warning: 'network-lost' });
    phone.session.measureSilence();
    await phone.pass(0);
    expect(phone.call).toMatchObject({ phase: 'ended', endReason: 'network-lost' });
  });

  test('the far end that vanished is told apart from one that hung up', async () => {
    const phone = await WholePhone.signedIn();
    const far = await phone.talkTo('4402');
    far.finish({ cause: 'session-expired', status: undefined, phrase: '' });
    await phone.pass(0);
    expect(phone.call).toMatchObject({ phase: 'ended', endReason: 'remote-vanished' });
  });
});
