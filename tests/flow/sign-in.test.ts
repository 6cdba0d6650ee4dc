// Signing in, being remembered, being refused and signing out, as the person at the phone sees it.

import { describe, expect, test } from 'vitest';
import { type Config, configSchema } from '../../firmware/config/index.ts';
import { MemoryStore } from '../../firmware/store/index.ts';
import { err } from '../../hal/result.ts';
import { WholePhone } from './fakes/whole-phone.ts';

describe('by extension and PIN', () => {
  test('the phone shows whose it is, and the PIN is no password', async () => {
    const phone = await WholePhone.signedIn();
    expect(phone.state.account).toEqual({ status: 'signed-in' });
    expect(phone.state.self).toEqual({
      name: 'Dana Novak',
      address: 'dana@fernleigh.test',
      extension: '4217',
      title: 'Hardware, building 4',
    });
    expect(phone.state.presence).toBe('available');
    expect(phone.sip.account?.password).toBe('harbour-lamp-42');
    expect(JSON.stringify(phone.store.read('lock'))).not.toContain('246810');
    expect(JSON.stringify(phone.store.read('account'))).not.toContain('246810');
    expect(JSON.stringify(phone.events)).not.toMatch(/246810|harbour-lamp/);
  });

  test.each([
    ['4217', '111111', 'wrong-pin'],
    ['9999', '246810', 'unknown-user'],
    ['me', '246810', 'unknown-user'],
    ['4217', 'abc', 'wrong-pin'],
  ])('%s with %s: %s', async (extension, pin, failure) => {
    const phone = new WholePhone();
    await phone.attach();
    phone.core.commands.signInWithPin(extension, pin);
    await phone.pass(50);
    expect(phone.state.account).toMatchObject({ status: 'signed-out', failure });
    expect(phone.state.self).toBeUndefined();
  });

  test('a locked extension tells until when', async () => {
    const untilMs = Date.UTC(2026, 10, 23, 13, 37);
    const phone = new WholePhone({
      requestSignIn: () => Promise.resolve(err({ failure: 'pin-locked', detail: '423', lockedUntilMs: untilMs })),
    });
    await phone.attach();
    phone.core.commands.signInWithPin('4217', '246810');
    await phone.pass(10);
    expect(phone.state.account).toEqual({ status: 'signed-out', failure: 'pin-locked', lockedUntilMs: untilMs });
    const before = phone.state.nowMs;
    await phone.pass(1_000);
    expect(phone.state.nowMs - before).toBeGreaterThanOrEqual(990);
  });

  test('cancelled while the service thinks: signed out, and its late answer is ignored', async () => {
    const service = Promise.withResolvers<ReturnType<typeof err<never>>>();
    const phone = new WholePhone({ requestSignIn: () => service.promise });
    await phone.attach();
    phone.core.commands.signInWithPin('4217', '246810');
    await phone.pass(10);
    expect(phone.state.account.status).toBe('signing-in');
    phone.core.commands.cancelSignIn();
    await phone.pass(10);
    expect(phone.state.account).toEqual({ status: 'signed-out', failure: undefined, lockedUntilMs: undefined });
    expect(phone.sip.account).toBeUndefined();
  });
});

describe('by address and password', () => {
  test.each([
    'wrong-password',
    'certificate-expired',
    'certificate-wrong-host',
    'server-unreachable',
    'clock-wrong',
  ] as const)('refused as %s: the screen says so and the phone does not go on trying', async (failure) => {
    const phone = new WholePhone();
    await phone.attach();
    phone.sip.refuses = failure;
    phone.core.commands.signInWithPassword('dana@fernleigh.test', 'nope');
    await phone.pass(100);
    expect(phone.state.account).toMatchObject({ status: 'signed-out', failure });
    expect(phone.sip.account).toBeUndefined();
    expect(phone.store.read('account')).toBeUndefined();
  });

  test('uses the servers that the configuration has for that domain', async () => {
    const phone = new WholePhone({ config: { accounts: [accountOf('jun@fernleigh.test')] } });
    await phone.attach();
    phone.core.commands.signInWithPassword('sip:dana@fernleigh.test', 'harbour-lamp-42');
    await phone.pass(100);
    expect(phone.sip.account).toMatchObject({
      address: 'dana@fernleigh.test',
      authUser: 'dana',
      outbound: ['127.0.0.1:5061'],
    });
    expect(phone.state.account.status).toBe('signed-in');
  });
});

describe('a phone that was signed in', () => {
  test('signs in by itself after a restart, locked until its PIN is given', async () => {
    const store = new MemoryStore();
    await WholePhone.signedIn({ store });
    const again = new WholePhone({ store });
    expect(again.state.startup).toBe('starting');
    await again.attach();
    await again.pass(100);
    expect(again.state.account.status).toBe('signed-in');
    expect(again.state.lock).toMatchObject({ locked: true, hasPin: true });
    again.core.commands.unlock('246810');
    await again.until(({ lock }) => !lock.locked);
  });

  test('waits for a server that is away, and says when it tries again', async () => {
    const store = new MemoryStore();
    await WholePhone.signedIn({ store });
    const again = new WholePhone({ store });
    again.sip.refuses = 'server-unreachable';
    await again.attach();
    await again.pass(100);
    expect(again.state.account).toMatchObject({ status: 'reconnecting', failure: 'server-unreachable' });
    expect(again.state.self?.name).toBe('Dana Novak');
    again.sip.become({ status: 'registered', server: 'fernleigh.test', localAddress: '127.0.0.1' });
    await again.pass(0);
    expect(again.state.account).toEqual({ status: 'signed-in' });
  });

  test('whose password is refused belongs to nobody any more', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    phone.sip.become({ status: 'failed', failure: 'wrong-password', detail: '401', nextAttemptAtMs: undefined });
    await phone.pass(10);
    expect(phone.state.account).toMatchObject({ status: 'signed-out', failure: 'wrong-password' });
    expect(phone.state.callLog).toEqual([]);
    expect(phone.store.read('account')).toBeUndefined();
    expect(phone.state.lock.hasPin).toBe(false);
  });

  test('signed out, it forgets the account, the calls and the PIN', async () => {
    const phone = await WholePhone.signedIn();
    await phone.talkTo('4402');
    phone.core.commands.signOut();
    await phone.pass(3_000);
    expect(phone.state.account.status).toBe('signed-out');
    expect(phone.state.calls).toEqual([]);
    expect(phone.state.callLog).toEqual([]);
    for (const name of ['account', 'lock']) expect(phone.store.read(name)).toBeUndefined();
  });
});

function accountOf(address: string): Config['accounts'][number] {
  const { accounts } = configSchema.parse({ accounts: [{ address, outbound: ['127.0.0.1:5061'] }] });
  const [account] = accounts;
  if (!account) throw new Error('The schema lost the account.');
  return account;
}
