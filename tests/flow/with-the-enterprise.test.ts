// The phone with nothing faked but its hands: real signalling, real media, the bench's company on loopback.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallState, PhoneState } from '../../firmware/phone.ts';
import { openRealPhone, type RealPhone } from './fakes/real-phone.ts';

let desk: RealPhone;
let phone: RealPhone['phone'];
beforeAll(async () => {
  desk = await openRealPhone('sim/audio.ts', { mode: 'silence' });
  phone = desk.phone;
});
afterAll(() => desk.close());

/** Resolves with the first state that fits; the time limit is for a machine that does other things as well. */
function reached<T>(pick: (state: PhoneState) => T | undefined | false, limitMs = 10_000): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const look = (): void => {
    const found = pick(phone.state);
    if (found === undefined || found === false) return;
    clearTimeout(limit);
    stop();
    resolve(found);
  };
  const stop = phone.subscribe(look);
  const limit = setTimeout(() => {
    stop();
    const { account, testCall } = phone.state;
    const calls = phone.state.calls.map(({ phase, endReason }) => ({ phase, endReason }));
    reject(new Error(`The phone did not get there: ${JSON.stringify({ account, calls, testCall })}`));
  }, limitMs);
  look();
  return promise;
}

const activeCall = (state: PhoneState): CallState | undefined =>
  state.calls.find(({ id }) => id === state.activeCallId);

async function endedCallTo(number: string): Promise<CallState> {
  phone.commands.dial(number);
  const ended = await reached((state) =>
    state.calls.find(({ phase, party }) => phase === 'ended' && party.number === number),
  );
  phone.commands.dismiss(ended.id);
  return ended;
}

describe('Dana’s phone', () => {
  test('signs in by extension and PIN, after a wrong one, and knows the company', async () => {
    phone.commands.signInWithPin('4217', '000000');
    await reached(({ account }) => account.status === 'signed-out' && account.failure === 'wrong-pin');
    phone.commands.signInWithPin('4217', '246810');
    await reached(({ account }) => account.status === 'signed-in');
    const mara = await reached(({ contacts }) => contacts.find(({ name }) => name === 'Mara Kovács'));
    expect(mara.picture?.length).toBeGreaterThan(0);
    expect(phone.state.self).toMatchObject({ name: 'Dana Novak', extension: '4217' });
    phone.commands.search('6272');
    const { matches } = await reached(({ search }) => search.matches.length > 0 && search);
    expect(matches[0]?.person.name).toBe('Mara Kovács');
  });

  test('calls Mara, hears her over encrypted Opus, holds, resumes and hangs up', async () => {
    phone.commands.dial('4402');
    await reached((state) => activeCall(state)?.phase === 'ringing-out');
    const talking = await reached((state) => activeCall(state)?.quality && activeCall(state));
    expect(talking).toMatchObject({
      phase: 'connected',
      party: { name: 'Mara Kovács' },
      quality: { codec: 'opus', encrypted: true },
    });
    phone.commands.hold();
    await reached((state) => activeCall(state)?.held);
    phone.commands.resume();
    await reached((state) => activeCall(state)?.held === false);
    phone.commands.hangUp();
    const ended = await reached((state) => state.calls.find(({ phase }) => phase === 'ended'));
    expect(ended.endReason).toBe('hung-up');
    phone.commands.dismiss(ended.id);
    await expect.poll(() => desk.enterprise.quality.reports.length).toBe(1);
    const [collected] = desk.enterprise.quality.reports;
    expect(collected).toMatchObject({
      from: 'dana',
      report: { final: true, remoteId: '<sip:4402@fernleigh.test>', local: { SessionDesc: { PD: 'opus' } } },
    });
    expect(desk.enterprise.quality.refused).toBe(0);
  });

  test.each([
    ['4403', 'busy'],
    ['4405', 'declined'],
    ['4998', 'not-found'],
  ] as const)('is told that %s is %s', async (number, reason) => {
    expect((await endedCallTo(number)).endReason).toBe(reason);
  });

  test('is called by Otto, answers, and Otto hangs up', async () => {
    const ringing = await desk.enterprise.ringMe('4131', '4217');
    if (!ringing.ok) throw new Error(ringing.error);
    const call = await reached((state) => state.calls.find(({ phase }) => phase === 'ringing-in'));
    expect(call.party).toMatchObject({ name: 'Otto Napel', number: '4131' });
    phone.commands.answer();
    // Until voice is measured, so that the far end is through with its own part of the answer.
    await reached((state) => activeCall(state)?.quality);
    ringing.value.hangUp();
    const ended = await reached((state) => state.calls.find(({ phase }) => phase === 'ended'));
    expect(ended.endReason).toBe('remote-hung-up');
  });

  test('lets no secret into what it tells the bench', () => {
    expect(desk.events.some(({ type }) => type === 'sip')).toBe(true);
    expect(JSON.stringify(desk.events)).not.toMatch(/246810|harbour-lamp|inline:[A-Za-z0-9+/]{20}/);
  });
});

test('the test call reaches a verdict by the service’s own digits', { timeout: 60_000 }, async () => {
  phone.commands.startTestCall();
  const verdict = await reached(({ testCall }) => testCall.step === 'verdict' && testCall, 45_000);
  // The simulated microphone is silent, and that is what a person must be told.
  expect(verdict).toMatchObject({ verdict: 'bad' });
  expect(verdict.causes).toContain('microphone-silent');
  phone.commands.stopTestCall();
});
