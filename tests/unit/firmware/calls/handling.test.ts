// Hook switch and path keys move the voice as a person expects of a desk phone.

import { expect, test } from 'vitest';
import { Handling } from '../../../../firmware/calls/handling.ts';

test('lifting answers what rings, but takes over a call that is on the speaker', () => {
  const idle = new Handling('on-hook');
  expect(idle.moveHook('off-hook', false)).toBe('answer');
  expect(idle.path).toBe('handset');
  const talking = new Handling('on-hook');
  talking.callBegan();
  expect(talking.path).toBe('speaker');
  expect(talking.moveHook('off-hook', true)).toBe('none');
  expect(talking.path).toBe('handset');
});

test('putting down ends what was on the handset only', () => {
  const handling = new Handling('off-hook');
  handling.callBegan();
  handling.choosePath('speaker', true);
  expect(handling.moveHook('on-hook', true)).toBe('none');
  expect(handling.path).toBe('speaker');
  const handset = new Handling('off-hook');
  expect(handset.moveHook('on-hook', true)).toBe('hang-up');
});

test('the speaker key opens a line and closes it, and in a call goes back to the lifted handset', () => {
  const handling = new Handling('on-hook');
  handling.choosePath('speaker', false);
  expect([handling.path, handling.lineOpen]).toEqual(['speaker', true]);
  handling.choosePath('speaker', false);
  expect([handling.path, handling.lineOpen]).toEqual(['handset', false]);
  handling.moveHook('off-hook', false);
  handling.choosePath('speaker', true);
  handling.choosePath('speaker', true);
  expect(handling.path).toBe('handset');
});

test('nobody talks through a handset that lies on its hook', () => {
  const handling = new Handling('on-hook');
  handling.callBegan();
  handling.choosePath('handset', true);
  expect(handling.path).toBe('speaker');
});

test('the headset, once chosen, is where the next call goes', () => {
  const handling = new Handling('on-hook');
  handling.choosePath('headset', false);
  handling.callsOver();
  handling.callBegan();
  expect(handling.path).toBe('headset');
});
