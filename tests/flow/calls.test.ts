// Calls as a person makes and takes them, from the first digit to what the call log says afterwards.

import { describe, expect, test } from 'vitest';
import { configSchema } from '../../firmware/config/index.ts';
import { MemoryStore } from '../../firmware/store/index.ts';
import { WholePhone } from './fakes/whole-phone.ts';

describe('an outgoing call', () => {
  test('rings, connects, is encrypted, and ends in the log', async () => {
    const phone = await WholePhone.signedIn();
    phone.sip.farEnds.set('4402', { does: 'answers', afterMs: 3_000 });
    phone.hook.lift();
    await phone.pass(10);
    expect(phone.media.tone).toBe('dial');
    phone.core.commands.soundDigit('4');
    await phone.pass(0);
    expect(phone.media.tone).toBeUndefined();
    expect(phone.media.played).toContain('4');
    phone.core.commands.dial('44 02');
    await phone.pass(100);
    expect(phone.call).toMatchObject({ phase: 'ringing-out', party: { number: '4402' } });
    expect(phone.media.tone).toBe('ringback');
    await phone.pass(3_000);
    expect(phone.call).toMatchObject({ phase: 'connected', warning: undefined });
    expect(phone.media.tone).toBeUndefined();
    expect(phone.session.started[0]).toMatchObject({
      codec: { name: 'opus' },
      remotePort: 50_000,
      direction: 'sendrecv',
    });
    expect(phone.session.started[0]?.sendKey).toBeDefined();
    expect(phone.session.focused).toBe(true);
    expect(phone.state.presence).toBe('busy');
    expect(phone.state.audioPath).toBe('handset');
    await phone.pass(60_000);
    phone.hook.hangUp();
    await phone.pass(10);
    expect(phone.call).toMatchObject({ phase: 'ended', endReason: 'hung-up' });
    expect(phone.session.stopped).toBe(true);
    await phone.pass(2_000);
    expect(phone.state.calls).toEqual([]);
    expect(phone.state.callLog[0]).toMatchObject({
      direction: 'outgoing',
      missed: false,
      endReason: 'hung-up',
      party: { number: '4402' },
    });
    expect(phone.state.callLog[0]?.durationMs).toBeGreaterThanOrEqual(60_000);
    expect(phone.state.presence).toBe('available');
  });

  test.each([
    [486, 'busy', 'busy'],
    [600, 'busy', 'busy'],
    [480, 'no-answer', 'congestion'],
    [404, 'not-found', 'information'],
    [603, 'declined', 'busy'],
    [403, 'not-allowed', 'information'],
    [488, 'encryption-required', 'congestion'],
    [500, 'server-error', 'congestion'],
    [503, 'unavailable', 'congestion'],
  ] as const)('refused with %i says %s and stays to be read', async (status, reason, tone) => {
    const phone = await WholePhone.signedIn();
    phone.sip.farEnds.set('4403', { does: 'refuses', status, afterMs: 200 });
    phone.hook.lift();
    phone.core.commands.dial('4403');
    await phone.pass(300);
    expect(phone.call).toMatchObject({ phase: 'ended', endReason: reason });
    expect(phone.media.tone).toBe(tone);
    await phone.pass(4_000);
    expect(phone.state.calls).toHaveLength(1);
    phone.core.commands.dismiss(phone.state.calls[0]?.id ?? '');
    await phone.pass(0);
    expect(phone.state.calls).toEqual([]);
  });

  test('has the tones of the country that the policy names, and those of E.180 without one', async () => {
    const spanish = await WholePhone.signedIn({ policy: { toneCountry: 'ES' } });
    expect(spanish.media.toneCountry).toBe('ES');
    const plain = await WholePhone.signedIn();
    expect(plain.media.toneCountry).toBeUndefined();
  });

  test('that nobody answers ends after a minute', async () => {
    const phone = await WholePhone.signedIn();
    phone.sip.farEnds.set('4404', { does: 'rings' });
    phone.core.commands.dial('4404');
    await phone.pass(59_000);
    expect(phone.call?.phase).toBe('ringing-out');
    await phone.pass(1_500);
    expect(phone.call).toMatchObject({ phase: 'ended', endReason: 'no-answer' });
  });

  test('from a phone that lies on its hook goes to the speaker, whose lamp says so', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    expect(phone.state.audioPath).toBe('speaker');
    expect(phone.media.path).toBe('speaker');
    expect(phone.lamps.get('speaker')).toBe('on');
    phone.hook.lift();
    await phone.pass(0);
    expect(phone.state.audioPath).toBe('handset');
    expect(phone.call?.phase).toBe('connected');
    phone.core.commands.setAudioPath('speaker');
    phone.hook.hangUp();
    await phone.pass(0);
    expect(phone.call?.phase).toBe('connected');
    phone.core.commands.hangUp();
    await phone.pass(10);
    expect(phone.lamps.get('speaker')).toBe('off');
  });

  test('to what nobody can be called by, or without a server, is said plainly', async () => {
    const phone = await WholePhone.signedIn();
    phone.core.commands.dial('<>');
    await phone.pass(0);
    expect(phone.call).toMatchObject({ phase: 'ended', endReason: 'not-found' });
    await phone.pass(7_000);
    phone.sip.become({ status: 'failed', failure: 'server-unreachable', detail: 'gone', nextAttemptAtMs: 9_000 });
    phone.core.commands.dial('4402');
    await phone.pass(0);
    expect(phone.call).toMatchObject({ phase: 'ended', endReason: 'network-lost', party: { number: '4402' } });
  });

  test('has no dial tone before anybody signed in', async () => {
    const phone = new WholePhone();
    await phone.attach();
    phone.hook.lift();
    await phone.pass(10);
    expect(phone.media.tone).toBeUndefined();
  });

  test('can be redialled', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    phone.core.commands.hangUp();
    await phone.pass(2_000);
    phone.core.commands.redial();
    await phone.pass(200);
    expect(phone.call).toMatchObject({ phase: 'connected', party: { number: '4402' } });
  });

  test('without a sound device ends with that reason, and the phone stands', async () => {
    const phone = await WholePhone.signedIn();
    phone.media.broken = true;
    await phone.talkTo('4402');
    expect(phone.call).toMatchObject({ phase: 'ended', endReason: 'no-audio-device' });
    phone.media.fail({ kind: 'no-audio-device' });
    await phone.pass(0);
    expect(phone.state.deviceProblems).toEqual(['no-audio-device']);
  });

  test('ends when the media engine dies, and the next one works when it is back', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    phone.media.fail({ kind: 'engine-died', detail: 'as scripted' });
    await phone.pass(0);
    expect(phone.call).toMatchObject({ phase: 'ended', endReason: 'no-audio-device' });
    expect(phone.state.deviceProblems).toEqual(['media-engine-died']);
    phone.media.restore();
    await phone.talkTo('4402');
    expect(phone.call?.phase).toBe('connected');
    expect(phone.state.deviceProblems).toEqual([]);
  });
});

describe('an incoming call', () => {
  test('rings, is answered by lifting the handset, and the far end hangs up', async () => {
    const phone = await WholePhone.signedIn();
    const far = phone.sip.ring('4402', { displayName: 'Mara Kovács' });
    await phone.pass(10);
    expect(phone.call).toMatchObject({ phase: 'ringing-in', party: { name: 'Mara Kovács', number: '4402' } });
    expect(phone.media.ringing).toBe('classic');
    expect(phone.lamps.get('ringing')).toBe('blink');
    phone.hook.lift();
    await phone.pass(10);
    expect(phone.call?.phase).toBe('connected');
    expect(phone.media.ringing).toBeUndefined();
    expect(phone.state.audioPath).toBe('handset');
    far.finish({ cause: 'remote', status: undefined, phrase: '' });
    await phone.pass(10);
    expect(phone.call).toMatchObject({ endReason: 'remote-hung-up' });
    expect(phone.state.callLog[0]).toMatchObject({ missed: false });
  });

  test('given up by the caller is missed; answered elsewhere or declined is not', async () => {
    const store = new MemoryStore();
    const phone = await WholePhone.signedIn({ store });
    phone.sip.ring('4402').finish({ cause: 'cancelled', status: undefined, phrase: '' });
    phone.sip.ring('4402').finish({ cause: 'cancelled', status: 200, phrase: '' });
    const declined = phone.sip.ring('4402');
    await phone.pass(0);
    phone.core.commands.decline();
    await phone.pass(0);
    expect(declined.rejectedWith).toBe(603);
    expect(phone.state.missedCount).toBe(1);
    expect(phone.state.callLog.map(({ missed, endReason }) => [missed, endReason])).toEqual([
      [false, 'declined'],
      [false, 'answered-elsewhere'],
      [true, 'cancelled'],
    ]);
    phone.core.commands.clearMissed();
    await phone.pass(0);
    expect(phone.state.missedCount).toBe(0);
    const again = new WholePhone({ store });
    await again.attach();
    await again.pass(100);
    again.core.commands.unlock('246810');
    await again.until(({ lock }) => !lock.locked);
    expect(again.state.callLog).toHaveLength(3);
  });

  test('in the clear is taken where the policy only prefers encryption, with a ribbon', async () => {
    const phone = await WholePhone.signedIn({ policy: { mediaEncryption: 'preferred' } });
    phone.sip.ring('4402', { encrypted: false });
    await phone.pass(0);
    phone.core.commands.answer();
    await phone.pass(10);
    await phone.measure(1, { encrypted: false });
    expect(phone.call).toMatchObject({ phase: 'connected', warning: 'not-encrypted' });
  });

  test('hears busy while the person wants not to be disturbed, and is missed', async () => {
    const phone = await WholePhone.signedIn();
    phone.core.commands.setPresence('do-not-disturb');
    const far = phone.sip.ring('4402');
    await phone.pass(0);
    expect(far.rejectedWith).toBe(486);
    expect(phone.state.calls).toEqual([]);
    expect(phone.media.ringing).toBeUndefined();
    expect(phone.state.missedCount).toBe(1);
  });

  test.each([
    ['no codec in common', 'off', { change: (offer: string) => offer.replace(/(m=audio \d+ \S+) .*/, '$1 3 18') }],
    ['no encryption where the policy demands it', 'required', { encrypted: false }],
    ['nothing but SRTP where the policy forbids it', 'off', { encrypted: true }],
  ] as const)('with %s does not ring, and is missed', async (_name, mediaEncryption, caller) => {
    const phone = await WholePhone.signedIn({ policy: { mediaEncryption } });
    const far = phone.sip.ring('4402', caller);
    expect(far.rejectedWith).toBe(488);
    await phone.pass(0);
    expect(phone.state.calls).toEqual([]);
    expect(phone.media.ringing).toBeUndefined();
    expect(phone.state.missedCount).toBe(1);
    expect(phone.state.callLog[0]).toMatchObject({ direction: 'incoming', party: { number: '4402' }, missed: true });
  });

  test('is answered by the phone itself where the account says so, but never over another call', async () => {
    const { accounts } = configSchema.parse({ accounts: [{ address: 'dana@fernleigh.test', answermode: 'auto' }] });
    const phone = await WholePhone.signedIn({ config: { accounts } });
    const first = phone.sip.ring('4402');
    await phone.pass(10);
    expect(first.state).toBe('connected');
    expect(phone.state.audioPath).toBe('speaker');
    const second = phone.sip.ring('4131');
    await phone.pass(10);
    expect(second.state).not.toBe('connected');
    expect(phone.state.calls[0]?.held).toBe(false);
  });

  test('of somebody who withheld the number stays anonymous', async () => {
    const phone = await WholePhone.signedIn();
    phone.sip.ring('anonymous', { anonymous: true });
    await phone.pass(0);
    expect(phone.call?.party).toEqual({ name: '', number: '', anonymous: true, person: undefined });
  });
});
