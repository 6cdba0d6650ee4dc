// One account of the phone, with the names that users of baresip know.

import * as z from 'zod';
import { key } from './key.ts';

const addressPattern = /^[^\s@:;<>"]{1,64}@[A-Za-z0-9.:[\]-]{1,253}$/;

export const accountSchema = z.strictObject({
  address: key(z.string().regex(addressPattern), 'Address of record without `sip:`, such as `dana@example.com`.', {
    expects: 'an address such as "dana@example.com"',
  }),
  display_name: key(z.string().max(128).default(''), 'Name shown to the people this phone calls.'),
  auth_user: key(
    z.string().max(128).optional(),
    'Name for digest authentication; the part before the @ where it is absent.',
  ),
  auth_pass: key(
    z.string().max(256).optional(),
    'Password for digest authentication. Absent: the phone asks for it at sign-in. Prefer signing in by extension and PIN, which leaves no password in a file.',
    { secret: true },
  ),
  outbound: key(
    z.array(z.string().min(1).max(260)).max(4).default([]),
    'Servers as `host` or `host:port`, tried in this order. Empty: found from the address by RFC 3263.',
  ),
  transport: key(z.enum(['tls', 'tcp', 'wss']).default('tls'), 'How SIP travels.'),
  regint: key(z.int().min(60).max(86_400).default(600), 'Seconds between registrations.'),
  mediaenc: key(
    z.enum(['srtp-mand', 'srtp', 'none']).optional(),
    'Encryption of the voice: `srtp-mand` refuses plain calls, `srtp` prefers encrypted ones, `none` leaves it to the policy. It can make the policy `mediaEncryption` stricter, never weaker; absent: as the policy says.',
  ),
  audio_codecs: key(
    z
      .array(z.enum(['opus', 'G722', 'PCMU', 'PCMA']))
      .min(1)
      .max(4)
      .default(['opus', 'G722', 'PCMU', 'PCMA']),
    'Codecs to offer, best first.',
  ),
  ptime: key(z.literal([10, 20, 40, 60]).default(20), 'Milliseconds of voice in a packet.'),
  answermode: key(
    z.enum(['manual', 'auto']).default('manual'),
    'Who answers a call: the person, or the phone itself at once on the speaker.',
  ),
  dtmfmode: key(
    z.enum(['rtpevent', 'inband']).default('rtpevent'),
    'How digits travel in a call. `rtpevent`: as telephone events (RFC 4733), and as tones to a far end that takes none. `inband`: always as tones in the voice, and heard as such in G.711; for old gear that misreads events.',
  ),
  mwi: key(z.boolean().default(true), 'Show the number of waiting messages (RFC 3842).'),
});

export type AccountConfig = z.infer<typeof accountSchema>;
