// A public Ed25519 key as people carry it about: its 32 bytes in base64.

import * as z from 'zod';
import { key } from '../key.ts';

export const publicKeySchema = key(
  z.string().refine((text) => isBase64Of(text, 32)),
  'Public key of Ed25519.',
  { expects: 'the 32 bytes of a public Ed25519 key in base64' },
);

/** Only the one spelling that encoding gives, so that equal texts are equal bytes. */
export function isBase64Of(text: string, length: number): boolean {
  if (text.length > 2 * length + 4) return false;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text;
}
