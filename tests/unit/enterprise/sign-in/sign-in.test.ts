// Extension and PIN: what each answer says, and the lock over time, on a virtual clock.

import { expect, test } from 'vitest';
import { DOMAIN, PEOPLE } from '../../../../bench/enterprise/company/people.ts';
import { Accounts } from '../../../../bench/enterprise/proxy/accounts.ts';
import { SignInDesk } from '../../../../bench/enterprise/sign-in/sign-in-service.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';

function setUp() {
  const clock = new VirtualClock();
  const desk = new SignInDesk({ clock, accounts: new Accounts(DOMAIN, PEOPLE), outbound: () => ['127.0.0.1:5061'] });
  const ask = (extension: unknown, pin: unknown) => desk.answer(JSON.stringify({ extension, pin }));
  return { clock, desk, ask };
}

test('hands out credentials for the right PIN', () => {
  const { ask } = setUp();
  expect(ask('4217', '246810')).toEqual({
    status: 200,
    body: {
      address: 'dana@fernleigh.test',
      displayName: 'Dana Novak',
      title: 'Hardware, building 4',
      extension: '4217',
      authUser: 'dana',
      password: 'harbour-lamp-42',
      outbound: ['127.0.0.1:5061'],
      transport: 'tls',
      realm: 'fernleigh.test',
    },
  });
});

test('five wrong PINs lock for five minutes, even for the right one', async () => {
  const { clock, ask } = setUp();
  const left = [1, 2, 3, 4].map(() => ask('4217', '000000').body);
  expect(left).toEqual([4, 3, 2, 1].map((attemptsLeft) => ({ error: 'wrong-pin', attemptsLeft })));
  expect(ask('4217', '000000')).toEqual({ status: 423, body: { error: 'locked', retryAfterSeconds: 300 } });
  await clock.advance(299_000);
  expect(ask('4217', '246810')).toEqual({ status: 423, body: { error: 'locked', retryAfterSeconds: 1 } });
  expect(ask('4218', '135792').status).toBe(200);
  await clock.advance(1000);
  expect(ask('4217', '246810').status).toBe(200);
});

test('a right PIN wipes out the wrong ones before', () => {
  const { ask } = setUp();
  for (let turn = 0; turn < 4; turn++) ask('4217', 'x');
  expect(ask('4217', '246810').status).toBe(200);
  expect(ask('4217', 'x')).toEqual({ status: 401, body: { error: 'wrong-pin', attemptsLeft: 4 } });
});

test('says unknown-user, and does not take a name for an extension', () => {
  const { ask } = setUp();
  expect(ask('9999', '1').status).toBe(404);
  expect(ask('dana', '246810').status).toBe(404);
});

test.each([
  '',
  '{',
  '[]',
  'null',
  '{"extension":4217,"pin":"1"}',
  '{"extension":"4217"}',
  '{"extension":"1","pin":"1","x":1}',
])('refuses %j as malformed', (text) => {
  expect(setUp().desk.answer(text)).toEqual({ status: 400, body: { error: 'malformed' } });
});
