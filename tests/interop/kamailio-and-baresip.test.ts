// The whole phone registers with Kamailio over TLS and talks, encrypted, with baresip.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Baresip, startBaresip } from '../../bench/peers/baresip/baresip.ts';
import { startSipp } from '../../bench/peers/sipp/sipp.ts';
import type { PhoneProcess } from '../../bench/phone/phone-process.ts';
import { domain, isInPhase, isSignedIn, type Neighbourhood, openNeighbourhood, take, users } from './neighbourhood.ts';

describe('with Kamailio (SHA-256 digest) and baresip (SRTP)', () => {
  let neighbourhood: Neighbourhood;
  let phone: PhoneProcess;

  beforeAll(async () => {
    neighbourhood = await openNeighbourhood('SHA-256');
    phone = await neighbourhood.startPhone();
  });
  afterAll(() => neighbourhood.close());

  test('the phone registers over TLS with SHA-256', async () => {
    take(await phone.waitFor(isSignedIn, 10_000));
    const challenge = phone.events.find(
      ({ event }) => event.type === 'sip' && event.trace.text.startsWith('SIP/2.0 401'),
    );
    expect(challenge?.event.type === 'sip' && challenge.event.trace.text).toContain('algorithm=SHA-256');
  });
});

describe('with Kamailio (MD5 digest) and baresip (SRTP)', () => {
  let neighbourhood: Neighbourhood;
  let phone: PhoneProcess;
  let baresip: Baresip;

  beforeAll(async () => {
    // Debian's baresip knows MD5 alone, so this registrar speaks it and this phone's policy allows it.
    neighbourhood = await openNeighbourhood('MD5');
    baresip = take(
      await startBaresip({
        user: 'jun',
        domain,
        password: users.jun,
        proxyPort: neighbourhood.kamailio.tlsPort,
        transport: 'tls',
        trustAnchorFile: neighbourhood.authorityFile,
        encryption: 'srtp-mand',
        codecs: 'opus/48000/1,pcmu',
        answer: 'auto',
      }),
    );
    phone = await neighbourhood.startPhone({
      policy: { allowMd5Digest: true, qualityReports: true, qualityCollector: `sip:sipp@${domain}` },
    });
    take(await phone.waitFor(isSignedIn, 10_000));
  });
  afterAll(async () => {
    await baresip.stop();
    await neighbourhood.close();
  });

  test('a call to baresip is answered, carries Opus both ways under SRTP, and ends', async () => {
    const before = phone.events.length;
    phone.type('jun');
    phone.press('soft1');
    take(await phone.waitFor(isInPhase('connected'), 10_000, before));
    const quality = take(
      await phone.waitFor((event) => event.type === 'quality' && event.statistics.packetsReceived > 50, 10_000, before),
    );
    expect(quality.event.type === 'quality' && quality.event.statistics).toMatchObject({
      sendCodec: 'opus',
      receiveCodec: 'opus',
      encrypted: true,
    });
    phone.press('soft1');
    take(await phone.waitFor(isInPhase('ended: hung-up'), 5_000, before));
    await baresip.control.waitFor('CALL_CLOSED', 5_000);
  });

  test('baresip’s reports give the round trip and what it loses of our voice', async () => {
    const before = phone.events.length;
    phone.type('jun');
    phone.press('soft1');
    take(await phone.waitFor(isInPhase('connected'), 10_000, before));
    const reported = take(
      await phone.waitFor(
        (event) => event.type === 'quality' && event.statistics.remoteLossShare !== undefined,
        15_000,
        before,
      ),
    );
    const statistics = reported.event.type === 'quality' ? reported.event.statistics : undefined;
    // Both are on this machine.
    expect(statistics?.roundTripMs).toBeLessThan(500);
    expect(statistics?.remoteLossShare).toBeLessThan(0.05);
    expect(statistics?.remoteJitterMs).toBeLessThan(200);
    // It asked for no extended reports, so it sends none.
    expect(statistics?.remoteVoice).toBeUndefined();
    expect(statistics?.mosEstimate).toBeGreaterThan(2);
    phone.press('soft1');
    take(await phone.waitFor(isInPhase('ended: hung-up'), 5_000, before));
  });

  test('the report of a call reaches SIPp as the collector, through Kamailio', async () => {
    const sipp = take(await startSipp({ scenario: 'collect', calls: 1, port: neighbourhood.sippPort }));
    const before = phone.events.length;
    phone.type('jun');
    phone.press('soft1');
    take(
      await phone.waitFor((event) => event.type === 'quality' && event.statistics.packetsReceived > 50, 10_000, before),
    );
    phone.press('soft1');
    take(await phone.waitFor(isInPhase('ended: hung-up'), 5_000, before));
    try {
      // Reports of the calls before, for which there was no collector yet, may have come first.
      expect(await sipp.finished()).toBe(true);
    } finally {
      await sipp.stop();
    }
    const complaints = phone.events.filter(
      ({ event }) => event.type === 'log' && event.text.includes('was not delivered'),
    );
    expect(complaints).toEqual([]);
  });

  test('a call from baresip rings, is answered by lifting the handset, and baresip hangs up', async () => {
    const before = phone.events.length;
    const said = baresip.control.events.length;
    baresip.control.command('dial', `sip:dana@${domain}`);
    take(await phone.waitFor(isInPhase('ringing-in'), 10_000, before));
    phone.hook('off-hook');
    take(await phone.waitFor(isInPhase('connected'), 10_000, before));
    await baresip.control.waitFor('CALL_ESTABLISHED', 5_000, said);
    baresip.control.command('hangup');
    take(await phone.waitFor(isInPhase('ended: remote-hung-up'), 5_000, before));
    phone.hook('on-hook');
  });
});
