// The account may make the policy's encryption stricter, never weaker.

import { expect, test } from 'vitest';
import { encryptionOf } from '../../../../firmware/calls/index.ts';
import { configSchema, policySchema } from '../../../../firmware/config/index.ts';

function chosen(mediaenc: string | undefined, mediaEncryption: string): string {
  const { accounts } = configSchema.parse({ accounts: [{ address: 'a@b.c', mediaenc }] });
  return encryptionOf(accounts[0], policySchema.parse({ mediaEncryption }));
}

test.each([
  [undefined, 'required', 'required'],
  ['none', 'required', 'required'],
  ['srtp', 'required', 'required'],
  ['srtp-mand', 'preferred', 'required'],
  ['none', 'preferred', 'preferred'],
  ['srtp', 'off', 'preferred'],
  ['none', 'off', 'off'],
])('mediaenc %s with policy %s: %s', (mediaenc, policy, encryption) => {
  expect(chosen(mediaenc, policy)).toBe(encryption);
});
