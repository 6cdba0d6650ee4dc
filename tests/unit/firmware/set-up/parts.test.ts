// The small parts of the first start: server addresses as people type them, the device's key, and the keys that reset.

import { describe, expect, test } from 'vitest';
import { deviceKey, serverAddress, watchResetChord } from '../../../../firmware/set-up/index.ts';
import { MemoryStore } from '../../../../firmware/store/index.ts';
import { ScriptedKeypad } from '../../../../hal/sim/scripted/keypad.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';

describe('the address of a server', () => {
  test.each([
    ['phones.fernleigh.test', 'https://phones.fernleigh.test/sign-in'],
    [' 192.0.2.7:8443 ', 'https://192.0.2.7:8443/sign-in'],
    ['https://fernleigh.test/phones/in?x=1', 'https://fernleigh.test/phones/in?x=1'],
    ['[2001:db8::7]', 'https://[2001:db8::7]/sign-in'],
    ['', ''],
  ])('"%s" is taken', (typed, address) => {
    expect(serverAddress(typed)).toEqual({ ok: true, value: address });
  });

  test.each(['http://phones.test', 'ftp://phones.test', 'a b', 'https://', 'dana@phones.test', 'x'.repeat(300)])(
    '"%s" is refused',
    (typed) => expect(serverAddress(typed).ok).toBe(false),
  );
});

describe('the key of the device', () => {
  test('is made once and is the same after a restart', () => {
    const store = new MemoryStore();
    const first = deviceKey(store);
    expect(first.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(deviceKey(store).fingerprint).toBe(first.fingerprint);
    expect(deviceKey(new MemoryStore()).fingerprint).not.toBe(first.fingerprint);
  });

  test('is made anew where it is damaged', () => {
    const store = new MemoryStore();
    store.write('device-key', { privateKey: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' });
    expect(deviceKey(store).fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the keys that reset', () => {
  function watched() {
    const clock = new VirtualClock();
    const keypad = new ScriptedKeypad(clock);
    let held = 0;
    watchResetChord(keypad, clock, () => held++);
    return { clock, keypad, count: () => held };
  }

  test('are star and hash, held for five seconds', async () => {
    const { clock, keypad, count } = watched();
    keypad.down('*');
    keypad.down('#');
    await clock.advance(4_900);
    expect(count()).toBe(0);
    await clock.advance(200);
    expect(count()).toBe(1);
  });

  test('are let go in time, or one more is pressed: nothing happens', async () => {
    const { clock, keypad, count } = watched();
    keypad.down('*');
    keypad.down('#');
    await clock.advance(4_000);
    keypad.up('#');
    await clock.advance(10_000);
    keypad.down('#');
    keypad.down('5');
    await clock.advance(10_000);
    expect(count()).toBe(0);
  });

  test('mean nothing when the phone has run for a while', async () => {
    const { clock, keypad, count } = watched();
    await clock.advance(31_000);
    keypad.down('*');
    keypad.down('#');
    await clock.advance(10_000);
    expect(count()).toBe(0);
  });
});
