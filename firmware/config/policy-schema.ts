// The administrator's policy: names that Lync administrators know, defaults that protect the person at the phone.

import * as z from 'zod';
import { toneCountries } from '../../media/tones/index.ts';
import { key } from './key.ts';
import { publicKeySchema } from './values/public-key.ts';
import { nearestCountry } from './values/tone-country.ts';

/** `HH:MM:SS` as in Lync's in-band policy; read into milliseconds. */
const duration = z
  .string()
  .regex(/^\d{2}:[0-5]\d:[0-5]\d$/)
  .transform((text) => text.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0) * 1000);
const durationWords = { expects: 'a duration such as "00:10:00"' };
const days = z.int().min(0).max(3650);
/** Read and checked today; the part of the phone that obeys it comes with its feature. */
const later = { inEffect: false };

export const policySchema = z.strictObject({
  archiving: key(
    z.enum(['off', 'im', 'im+conferencing']).default('off'),
    'What is sent to the archive of the enterprise.',
    later,
  ),
  blockOnArchiveFailure: key(z.boolean().default(false), 'Stop messages while the archive cannot be reached.', later),
  keepArchivingDataForDays: key(days.default(0), 'Days the archive keeps what it got; 0: without end.', later),
  imageUpdate: key(
    z
      .strictObject({
        enabled: key(z.boolean().default(false), 'Ask the update server for new firmware.'),
        server: key(
          z
            .string()
            .regex(/^https:\/\/[^\s?#@]+$/)
            .max(1024)
            .optional(),
          'Update server of the enterprise: for `static` the folder that holds a folder for each model, for `hawkbit` the server itself. Nobody else is ever asked.',
          { expects: 'an address that begins with https://, without a name, a query or a fragment' },
        ),
        type: key(
          z.enum(['static', 'hawkbit']).default('static'),
          'A plain web server with a signed manifest beside the bundle, or Eclipse hawkBit.',
        ),
        interval: key(
          duration.refine((ms) => ms >= 3_600_000).prefault('24:00:00'),
          'How often the server is asked, one hour at least, besides at the start and at sign-in.',
          { expects: 'a duration from "01:00:00" on' },
        ),
        ring: key(
          z.enum(['pending', 'test-devices', 'approved']).default('approved'),
          'Which images this phone takes: those of its ring and of the rings behind it in this list.',
        ),
        rootKeys: key(
          z.array(publicKeySchema).max(4).default([]),
          'Public keys of the administrator. The list of keys that sign manifests must itself be signed by one of them; without any, no image is taken.',
        ),
        maxRateKBps: key(
          z.int().min(16).max(1_000_000).default(2_048),
          'Most kilobytes a second of a download, of all its parts together.',
        ),
        tenant: key(
          z
            .string()
            .regex(/^[A-Za-z0-9_-]{1,64}$/)
            .default('DEFAULT'),
          'Tenant of hawkBit.',
          { expects: 'letters, digits, "_" and "-"' },
        ),
        gatewayToken: key(
          z.string().min(1).max(256).optional(),
          "hawkBit's gateway token, one for all phones. Prefer a token for each phone: `update_token` in its configuration.",
          { secret: true },
        ),
      })
      .prefault({}),
    'Automatic Image Update; the person at the phone has no say in it.',
  ),
  benchTest: key(
    z
      .strictObject({
        enabled: key(z.boolean().default(false), 'Lend the phone to a bench test while somebody is signed in.'),
        server: key(
          z
            .string()
            .regex(/^wss:\/\/[^\s?#@]+$/)
            .max(1024)
            .optional(),
          'The bench, which the phone connects to; the phone itself never listens.',
          { expects: 'an address that begins with wss://, without a name, a query or a fragment' },
        ),
        token: key(z.string().min(16).max(256).optional(), 'By which the bench knows its phone.', { secret: true }),
      })
      .prefault({}),
    'For a prototype on the bench alone (`npm run bench:board`): the bench learns of keys, hook, touches and figures of calls, and may light lamps, show test pictures and make test calls.',
  ),
  audioTestLanguages: key(
    z
      .array(z.enum(['en', 'de']))
      .min(1)
      .default(['en', 'de']),
    'Languages of the prompts of the Audio Test Service.',
    later,
  ),
  enableTestCall: key(z.boolean().default(true), 'Offer Make Test Call.'),
  factoryReset: key(
    z.enum(['anyone', 'administrator', 'nobody']).default('anyone'),
    'Who may make the phone forget everything in its settings: whoever confirms it, whoever knows `administratorPin`, or nobody.',
  ),
  administratorPin: key(
    z
      .string()
      .regex(/^\d{4,12}$/)
      .optional(),
    'PIN of the administrator for `factoryReset`; without it nobody is an administrator at the phone.',
    { secret: true, expects: '4 to 12 digits' },
  ),
  enableRingerChange: key(z.boolean().default(true), 'Let the person choose the ringer.'),
  // No default country: guessing one from the language would be wrong for most offices that speak English.
  toneCountry: key(
    z.enum(toneCountries).optional(),
    `Country whose dial tone, ringback and other tones people here know, by its ISO 3166 code: ${toneCountries.join(', ')}. Absent: those that ITU-T E.180 recommends, 425 Hz as in most of the world.`,
    { expects: `the code of a country whose tones are known (${toneCountries.join(', ')})`, nearest: nearestCountry },
  ),
  enableCallLogAutoArchiving: key(
    z.boolean().default(true),
    'Copy the call log to the Conversation History folder of its owner.',
    later,
  ),
  recordingNotification: key(z.boolean().default(true), 'Show "Recorded call" while somebody records.', later),
  loggingLevel: key(
    z.enum(['off', 'low', 'medium', 'high']).default('off'),
    'How much the phone writes to its support log.',
    later,
  ),
  loggingMaxSizeMb: key(z.int().min(1).max(100).default(10), 'Size of the support log in MB.', later),
  loggingKeepDays: key(days.default(7), 'Days the support log is kept.', later),
  displayPhoto: key(
    z.enum(['NoPhoto', 'PhotosFromADOnly', 'AllPhotos']).default('AllPhotos'),
    'Whose pictures are shown. `NoPhoto` is obeyed today.',
  ),
  enhancedEmergencyServicesEnabled: key(z.boolean().default(false), 'Emergency calls with location.', later),
  emergencyDialString: key(z.string().max(16).optional(), 'Number of the emergency services.', later),
  emergencyDialMask: key(z.array(z.string().max(16)).max(16).default([]), 'Other numbers that mean the same.', later),
  notificationUri: key(z.string().max(256).optional(), 'Security desk that is told of emergency calls.', later),
  conferenceUri: key(z.string().max(256).optional(), 'Security desk that joins emergency calls.', later),
  conferenceMode: key(
    z.enum(['one-way', 'two-way']).default('one-way'),
    'Whether the security desk can speak in them.',
    later,
  ),
  locationRequired: key(
    z.enum(['no', 'yes', 'disclaimer']).default('no'),
    'Ask for a location where none is known.',
    later,
  ),
  publishLocation: key(
    z.boolean().default(true),
    'Share the description of the location, never the civic address, with presence.',
    later,
  ),
  locationRefreshInterval: key(duration.prefault('04:00:00'), 'How often the location is asked for.', {
    ...later,
    ...durationWords,
  }),
  disablePhonePresence: key(z.boolean().default(false), 'Publish no "in a call".'),
  disableCalendarPresence: key(z.boolean().default(false), 'Publish nothing from the calendar.', later),
  enableAppearOffline: key(z.boolean().default(false), 'Let the person appear offline.'),
  enablePrivacyMode: key(z.boolean().default(false), 'Show presence to contacts only.', later),
  calendarPollInterval: key(duration.prefault('00:03:00'), 'How often the calendar is read.', {
    ...later,
    ...durationWords,
  }),
  qualityReports: key(
    z.boolean().default(false),
    'Send figures of each call, never its content, to the quality collector (SIP PUBLISH, RFC 6035).',
  ),
  qualityCollector: key(
    z.string().max(256).optional(),
    'SIP address of the quality collector, or a user part at the account’s own domain. Without one nothing is sent.',
  ),
  qualityReportInterval: key(
    duration.prefault('00:00:00'),
    'How often a call that goes on is reported; `00:00:00`: only when it ends.',
    durationWords,
  ),
  phoneLockTimeout: key(
    duration.prefault('00:10:00'),
    'Time without a touch after which the phone locks; `00:00:00`: never.',
    durationWords,
  ),
  minPhonePinLength: key(
    z.int().min(4).max(15).default(6),
    'Least number of digits of the PIN that unlocks the phone.',
  ),
  hotdeskingTimeout: key(duration.prefault('00:05:00'), 'Time after which a guest is signed out.', {
    ...later,
    ...durationWords,
  }),
  // Lync wrote 40 (CS5) here; RFC 4594 keeps CS5 for signalling and gives telephony EF, which is 46.
  voiceDiffServTag: key(
    z.int().min(0).max(63).default(46),
    'DiffServ code point of voice packets. 46 is EF, the class of RFC 4594 for telephony; Lync used 40 (CS5), which networks treat as signalling. Has no effect yet: packets are not marked.',
  ),
  mediaEncryption: key(
    z.enum(['required', 'preferred', 'off']).default('required'),
    'Encryption of the voice. `required` refuses plain calls: right inside one enterprise, where every phone can. `preferred` also talks to older gear and shows that it is not encrypted.',
  ),
  allowMd5Digest: key(z.boolean().default(false), 'Accept servers that only know digest with MD5.'),
});

/** Durations are in milliseconds. */
export type Policy = z.infer<typeof policySchema>;
