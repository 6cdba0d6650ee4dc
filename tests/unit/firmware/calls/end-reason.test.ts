// Every end of a call has one reason, and this phone's own knowledge outranks the numbers of SIP.

import { expect, test } from 'vitest';
import { callEndReason } from '../../../../firmware/calls/end-reason.ts';

const outgoing = {
  direction: 'outgoing',
  wasConnected: false,
  ownReason: undefined,
  encryptionRequired: false,
} as const;
const end = (cause: Parameters<typeof callEndReason>[0]['cause'], status?: number) => ({ cause, status, phrase: '' });

test.each([
  [401, 'not-allowed'],
  [408, 'no-answer'],
  [410, 'not-found'],
  [484, 'not-found'],
  [488, 'no-common-codec'],
  [503, 'unavailable'],
  [504, 'unavailable'],
  [513, 'server-error'],
  [606, 'no-common-codec'],
  [607, 'declined'],
  [699, 'server-error'],
  [420, 'unavailable'],
] as const)('%i is %s', (status, reason) => {
  expect(callEndReason(end('rejected', status), outgoing)).toBe(reason);
});

test.each([
  ['local', outgoing, 'cancelled'],
  ['local', { ...outgoing, wasConnected: true }, 'hung-up'],
  ['local', { ...outgoing, ownReason: 'no-answer' }, 'no-answer'],
  ['remote', { ...outgoing, wasConnected: true }, 'remote-hung-up'],
  ['network-lost', outgoing, 'network-lost'],
  ['session-expired', outgoing, 'remote-vanished'],
  ['media-refused', { ...outgoing, ownReason: 'encryption-required' }, 'encryption-required'],
  ['media-refused', outgoing, 'no-common-codec'],
] as const)('%s in %j is %s', (cause, context, reason) => {
  expect(callEndReason(end(cause), context)).toBe(reason);
});

test('a refusal of the media by a far end means encryption where ours is required', () => {
  expect(callEndReason(end('rejected', 488), { ...outgoing, encryptionRequired: true })).toBe('encryption-required');
});
