// What a signed update manifest looks like: a list of keys under the administrator's root, and the manifest under one of them.

import * as z from 'zod';
import { isBase64Of, key, publicKeySchema } from '../../../config/index.ts';
import { versionPattern } from './version.ts';

export const rings = ['pending', 'test-devices', 'approved'] as const;
export type Ring = (typeof rings)[number];

const hexDigest = expecting('64 hexadecimal digits', z.string().regex(/^[0-9a-f]{64}$/));
const time = expecting(
  'a time such as "2026-11-25T09:00:00Z"',
  z.string().refine((text) => /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text))),
);
const version = expecting('a version such as "1.2.3"', z.string().regex(versionPattern));
/** Rises with each list or manifest of a ring, so that an old one cannot come back. */
const sequence = z
  .int()
  .min(1)
  .max(2 ** 40);

const signatureSchema = z.strictObject({
  keyId: hexDigest,
  signature: expecting(
    '64 bytes in base64',
    z.string().refine((text) => isBase64Of(text, 64)),
  ),
});
const signatures = z.array(signatureSchema).min(1).max(8);

export const keyListSchema = z.strictObject({
  kind: z.literal('offhook-update-keys'),
  format: z.literal(1),
  sequence,
  issuedAt: time,
  expiresAt: time,
  keys: z
    .array(
      z.strictObject({
        publicKey: publicKeySchema,
        /** A stolen `release` key must not bring old images back. */
        purpose: z.enum(['release', 'downgrade']),
        expiresAt: time,
      }),
    )
    .max(16),
  /** Identifiers of keys that must not be believed any more, whatever else lists them. */
  revoked: z.array(hexDigest).max(64),
});

export const manifestSchema = z.strictObject({
  kind: z.literal('offhook-update'),
  format: z.literal(1),
  sequence,
  issuedAt: time,
  expiresAt: time,
  ring: z.enum(rings),
  /** What the image is made for, as the board says it of itself. */
  compatible: expecting('a name such as "offhook-rpi4"', z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)),
  version,
  /** A phone with something older needs another image in between. */
  minimumVersion: version,
  /** The administrator wants phones with something newer to go back to this. */
  downgrade: z.boolean(),
  bundle: z.strictObject({
    // A name and no address: where it lies is where the manifest lies, and nowhere else.
    file: expecting('a plain file name', z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)),
    sizeBytes: z
      .int()
      .min(1)
      .max(2 ** 31),
    sha256: hexDigest,
    /** SHA-256 of the manifest inside the bundle, which a streamed installation checks in place of the whole file. */
    manifestSha256: hexDigest,
  }),
});

export const envelopeSchema = z.strictObject({
  keys: z.strictObject({ signed: keyListSchema, signatures }),
  manifest: z.strictObject({ signed: manifestSchema, signatures }),
});

export type KeyList = z.infer<typeof keyListSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type Signature = z.infer<typeof signatureSchema>;
export type Envelope = z.infer<typeof envelopeSchema>;

function expecting<S extends z.ZodType>(expects: string, schema: S): S {
  return key(schema, '', { expects });
}
