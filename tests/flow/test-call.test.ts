// Check Call Quality: from Make Test Call to the verdict and its reasons.

import { describe, expect, test } from 'vitest';
import type { MediaStatistics } from '../../media/session.ts';
import { WholePhone } from './fakes/whole-phone.ts';

async function inPrompt(policy: Record<string, unknown> = {}): Promise<WholePhone> {
  const phone = await WholePhone.signedIn({ policy });
  phone.sip.farEnds.set('4900', { does: 'answers', afterMs: 100 });
  phone.core.commands.startTestCall();
  await phone.pass(0);
  expect(phone.state.testCall.step).toBe('calling');
  await phone.pass(200);
  expect(phone.state.testCall.step).toBe('prompt');
  return phone;
}

async function judged(change: Partial<MediaStatistics>): Promise<WholePhone> {
  const phone = await inPrompt();
  phone.session.hearDigit('1');
  await phone.measure(5, change);
  phone.session.hearDigit('2');
  await phone.measure(5, change);
  phone.farCall.finish({ cause: 'remote', status: undefined, phrase: '' });
  await phone.pass(0);
  return phone;
}

describe('the test call', () => {
  test('follows the digits of the service and ends with a good verdict', async () => {
    const phone = await inPrompt();
    expect(phone.state.calls).toEqual([]);
    expect(phone.state.audioPath).toBe('speaker');
    await phone.pass(7_000);
    phone.session.hearDigit('1');
    await phone.pass(0);
    expect(phone.state.testCall).toEqual({ step: 'recording', remainingMs: 5_000 });
    await phone.measure(2);
    expect(phone.state.testCall).toEqual({ step: 'recording', remainingMs: 3_000 });
    await phone.measure(3);
    phone.session.hearDigit('2');
    await phone.measure(4);
    expect(phone.state.testCall).toEqual({ step: 'playing-back', remainingMs: 1_000 });
    await phone.pass(1_000);
    phone.farCall.finish({ cause: 'remote', status: undefined, phrase: '' });
    await phone.pass(0);
    expect(phone.state.testCall).toMatchObject({
      step: 'verdict',
      verdict: 'good',
      causes: [],
      figures: { lossPercent: 0, roundTripMs: 20 },
    });
    expect(phone.session.stopped).toBe(true);
    expect(phone.state.audioPath).toBe('handset');
    expect(phone.state.callLog).toEqual([]);
    phone.core.commands.stopTestCall();
    await phone.pass(0);
    expect(phone.state.testCall).toEqual({ step: 'idle' });
  });

  test('guesses the steps of a service that sends no digits', async () => {
    const phone = await inPrompt();
    await phone.pass(12_100);
    expect(phone.state.testCall.step).toBe('recording');
    await phone.pass(7_600);
    expect(phone.state.testCall.step).toBe('playing-back');
    await phone.pass(7_600);
    expect(phone.state.testCall.step).toBe('verdict');
    expect(phone.farCall.end?.cause).toBe('local');
  });

  test.each([
    [{ captureLevelDbfs: -90 }, 'bad', ['microphone-silent']],
    [{ captureLevelDbfs: -48 }, 'could-be-better', ['microphone-quiet']],
    [{ clippedShare: 0.1 }, 'bad', ['microphone-clipping']],
    [{ remoteLossShare: 0.03 }, 'could-be-better', ['network-loss']],
    [{ jitterMs: 40, roundTripMs: 600 }, 'bad', ['network-jitter', 'network-delay']],
  ] as const)('%j is %s because of %j', async (change, verdict, causes) => {
    const phone = await judged(change);
    expect(phone.state.testCall).toMatchObject({ step: 'verdict', verdict, causes });
  });

  test('that nobody answers, is refused or breaks off says why', async () => {
    const phone = await WholePhone.signedIn();
    phone.sip.farEnds.set('4900', { does: 'refuses', status: 404, afterMs: 10 });
    phone.core.commands.startTestCall();
    await phone.pass(100);
    expect(phone.state.testCall).toEqual({ step: 'failed', reason: 'not-found' });
    phone.sip.farEnds.set('4900', { does: 'rings' });
    phone.core.commands.startTestCall();
    await phone.pass(21_000);
    expect(phone.state.testCall).toEqual({ step: 'failed', reason: 'no-answer' });
    const broken = await inPrompt();
    broken.farCall.finish({ cause: 'network-lost', status: undefined, phrase: '' });
    await broken.pass(0);
    expect(broken.state.testCall).toEqual({ step: 'failed', reason: 'network-lost' });
  });

  test('gives way to a real call, and is not offered where the policy forbids it', async () => {
    const phone = await inPrompt();
    phone.sip.ring('4402');
    await phone.pass(0);
    expect(phone.media.tone).toBe('call-waiting');
    phone.core.commands.answer();
    await phone.pass(10);
    expect(phone.state.testCall).toEqual({ step: 'idle' });
    expect(phone.call?.phase).toBe('connected');

    const forbidden = await WholePhone.signedIn({ policy: { enableTestCall: false } });
    forbidden.core.commands.startTestCall();
    await forbidden.pass(100);
    expect(forbidden.state.allowed.testCall).toBe(false);
    expect(forbidden.state.testCall).toEqual({ step: 'idle' });
  });
});
