// What people type becomes what SIP can call, and the rest is refused.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dialTarget } from '../../../../firmware/calls/dial-target.ts';

test.each([
  ['4402', '4402'],
  [' +44 (0)20 7946-0001 ', '+4402079460001'],
  ['tel:+442079460001', '+442079460001'],
  ['*21#', '*21#'],
  ['sip:Mara@Fernleigh.test', 'Mara@Fernleigh.test'],
  ['mara', 'mara'],
  ['mara@[::1]', 'mara@[::1]'],
])('%j is %j', (typed, target) => {
  expect(dialTarget(typed)).toEqual({ ok: true, value: target });
});

test.each(['', '   ', '<sip:a@b>', 'a b', 'a@b@c', 'x'.repeat(300), 'a@b\r\nTo: c', 'sip:'])(
  '%j is refused',
  (typed) => {
    expect(dialTarget(typed).ok).toBe(false);
  },
);

test('nothing that could break a header gets through', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const target = dialTarget(typed);
      if (target.ok) expect(target.value).not.toMatch(/[\s<>"\r\n]/);
    }),
  );
});
