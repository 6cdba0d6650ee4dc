// The phone locks itself, hides its owner's people and calls, still dials, and opens for the PIN alone.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WholePhone } from './fakes/whole-phone.ts';

const tenMinutesMs = 600_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-lock-'));
  writeFileSync(
    join(folder, 'people.vcf'),
    'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Mara Kovács\r\nTEL:4402\r\nEND:VCARD\r\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const phoneWithPeople = (): Promise<WholePhone> =>
  WholePhone.signedIn({ config: { contacts: join(folder, 'people.vcf') } });

test('ten minutes without a touch lock it; a touch starts them anew', async () => {
  const phone = await phoneWithPeople();
  await phone.pass(tenMinutesMs - 1_000);
  phone.core.commands.touch();
  await phone.pass(tenMinutesMs - 1_000);
  expect(phone.state.lock.locked).toBe(false);
  await phone.pass(2_000);
  expect(phone.state.lock.locked).toBe(true);
});

test('locked, it hides contacts, calls and search, and still dials and rings', async () => {
  const phone = await phoneWithPeople();
  await phone.talkTo('4402');
  expect(phone.call?.party).toMatchObject({ name: 'Mara Kovács', person: { name: 'Mara Kovács' } });
  phone.core.commands.hangUp();
  await phone.pass(3_000);
  phone.core.commands.search('mara');
  await phone.pass(0);
  expect(phone.state.search.matches).toHaveLength(1);
  phone.core.commands.lock();
  await phone.pass(0);
  expect(phone.state).toMatchObject({ contacts: [], callLog: [], search: { query: '', matches: [] } });
  await phone.talkTo('4402');
  expect(phone.call).toMatchObject({ phase: 'connected', party: { name: 'Mara Kovács', person: undefined } });
});

test('five wrong PINs close it for five minutes, even for the right one and over a restart', async () => {
  const phone = await phoneWithPeople();
  phone.core.commands.lock();
  await phone.pass(0);
  for (let wrong = 1; wrong <= 5; wrong++) {
    phone.core.commands.unlock('000000');
    await phone.until(({ lock }) => lock.wrongPins === wrong);
  }
  expect(phone.state.lock.lockedOutUntilMs).toBe(phone.clock.wallMs() + 300_000);
  const again = new WholePhone({ store: phone.store, clock: phone.clock });
  await again.attach();
  again.core.commands.unlock('246810');
  await again.pass(200_000);
  expect(again.state.lock.locked).toBe(true);
  await again.pass(101_000);
  expect(again.state.lock).toMatchObject({ wrongPins: 0, lockedOutUntilMs: undefined });
  again.core.commands.unlock('246810');
  await again.until(({ lock }) => !lock.locked);
});

test('it does not lock in a call, and not at all without a PIN', async () => {
  const phone = await phoneWithPeople();
  await phone.talkTo('4402');
  await phone.pass(2 * tenMinutesMs);
  expect(phone.state.lock.locked).toBe(false);

  const other = new WholePhone();
  await other.attach();
  other.core.commands.signInWithPassword('dana@fernleigh.test', 'harbour-lamp-42');
  await other.pass(2 * tenMinutesMs);
  expect(other.state.account.status).toBe('signed-in');
  expect(other.state.lock).toMatchObject({ locked: false, hasPin: false });
  other.core.commands.setLockPin('12345');
  other.core.commands.setLockPin('123456');
  await other.until(({ lock }) => lock.hasPin);
  other.core.commands.lock();
  await other.pass(0);
  other.core.commands.unlock('12345');
  await other.until(({ lock }) => lock.wrongPins === 1);
  other.core.commands.unlock('123456');
  await other.until(({ lock }) => !lock.locked);
});
