// Reports to the quality collector from a whole phone: when, to whom, what is in them, and never against the policy.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MediaStatistics } from '../../media/session.ts';
import { WholePhone } from './fakes/whole-phone.ts';

const policy = { qualityReports: true, qualityCollector: 'quality@fernleigh.test' };

async function talkAndHangUp(phone: WholePhone, seconds: number, change: Partial<MediaStatistics> = {}): Promise<void> {
  await phone.talkTo('4402');
  await phone.measure(seconds, change);
  phone.core.commands.hangUp();
  await phone.pass(100);
}

function fieldsOf(body: string): ReadonlyMap<string, string> {
  const lines = body.trimEnd().split('\r\n');
  return new Map(lines.map((line) => [line.split(':', 1)[0] ?? '', line.replace(/^[^:]*: ?/, '')]));
}

describe('a report', () => {
  test('goes to the collector when the call ends, with its figures', async () => {
    const phone = await WholePhone.signedIn({ policy });
    await talkAndHangUp(phone, 5, {
      localSsrc: 0x1234,
      remoteSsrc: 0xabcd,
      rating: 88,
      mosListening: 4.21,
      bursts: {
        bursts: 1,
        burstDensity: 0.5,
        gapDensity: 0.01,
        burstDurationMs: 160,
        gapDurationMs: 4_200,
        lossRunPackets: 2,
      },
    });
    const [report] = phone.sip.published;
    expect(phone.sip.published).toHaveLength(1);
    expect(report).toMatchObject({
      target: 'quality@fernleigh.test',
      event: 'vq-rtcpxr',
      contentType: 'application/vq-rtcpxr',
    });
    const body = report?.body ?? '';
    const fields = fieldsOf(body);
    expect(
      body.startsWith('VQSessionReport: CallTerm\r\nCallID: call@phone\r\nLocalID: <sip:dana@fernleigh.test>\r\n'),
    ).toBe(true);
    expect(fields.get('RemoteID')).toBe('<sip:4402@fernleigh.test>');
    expect(fields.get('LocalAddr')).toBe('IP=127.0.0.1 PORT=40000 SSRC=1234');
    expect(fields.get('RemoteAddr')).toBe('IP=127.0.0.2 PORT=50000 SSRC=abcd');
    expect(fields.get('Timestamps')).toMatch(/^START=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ STOP=\d{4}-\d\d-\d\dT/);
    expect(fields.get('PacketLoss')).toBe('NLR=0.0 JDR=0.0');
    expect(fields.get('BurstGapLoss')).toBe('BLD=50.0 BD=160 GLD=1.0 GD=4200 GMIN=16');
    expect(fields.get('Delay')).toBe('RTD=20 ESD=40 IAJ=2');
    expect(fields.get('QualityEst')).toBe('RCQ=88 MOSLQ=4.2 MOSCQ=4.3 QoEEstAlg=G.107-provisional');
    expect(fields.get('DialogID')).toBe('call@phone;to-tag=there;from-tag=here');
  });

  test('leaves out what was not measured, and never writes 0 for it', async () => {
    const phone = await WholePhone.signedIn({ policy });
    await talkAndHangUp(phone, 3, {
      ...{ jitterMs: undefined, roundTripMs: undefined, bufferDelayMs: undefined, mosEstimate: undefined },
      packetsReceived: 0,
    });
    const body = phone.sip.published[0]?.body ?? '';
    for (const absent of [
      'PacketLoss',
      'BurstGapLoss',
      'Delay',
      'Signal',
      'QualityEst',
      'JitterBuffer',
      'RemoteMetrics',
    ])
      expect(body).not.toContain(absent);
    expect(body).toContain('SessionDesc: PT=96 PD=opus SR=48000 FD=20');
  });

  test('names neither this phone nor its devices nor what was said', async () => {
    const phone = await WholePhone.signedIn({ policy });
    await talkAndHangUp(phone, 3);
    expect(phone.sip.published[0]?.body).not.toMatch(/T-1|02:00:00|Desk\b|handset|headset|speaker|Novak|sample/i);
  });

  test('goes out each interval of a call that goes on, each with its own figures, and once more at its end', async () => {
    const phone = await WholePhone.signedIn({ policy: { ...policy, qualityReportInterval: '00:00:10' } });
    await phone.talkTo('4402');
    await phone.measure(11, { roundTripMs: 20 });
    await phone.measure(11, { roundTripMs: 400 });
    phone.core.commands.hangUp();
    await phone.pass(100);
    const bodies = phone.sip.published.map(({ body }) => body);
    expect(bodies.map((body) => body.split('\r\n', 1)[0])).toEqual([
      'VQIntervalReport',
      'VQIntervalReport',
      'VQSessionReport: CallTerm',
    ]);
    expect(bodies.map((body) => Number(/RTD=(\d+)/.exec(body)?.[1])).map((ms) => ms > 100)).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('that the collector refuses for now comes again, and a call that was never measured has none', async () => {
    const phone = await WholePhone.signedIn({ policy });
    phone.sip.publishRefusals.push({ detail: '503', final: false, retryAfterMs: undefined });
    await talkAndHangUp(phone, 2);
    await phone.pass(5_000);
    expect(phone.sip.published).toHaveLength(2);
    expect(phone.sip.published[1]).toEqual(phone.sip.published[0]);
    await phone.talkTo('4402');
    phone.core.commands.hangUp();
    await phone.pass(100);
    expect(phone.sip.published).toHaveLength(2);
  });
});

test('no figures ever leave where the policy does not ask for reports, or names nobody who takes them', async () => {
  const silent = fc.oneof(
    fc.record({ qualityReports: fc.constant(false), qualityCollector: fc.constant('q@fernleigh.test') }),
    fc.record({ qualityReports: fc.boolean() }),
    fc.constant({}),
  );
  const figures = fc.record({
    lossShare: fc.double({ min: 0, max: 1, noNaN: true }),
    jitterMs: fc.double({ min: 0, max: 500, noNaN: true }),
    clippedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(
      silent,
      fc.constantFrom('00:00:00', '00:00:05'),
      fc.array(figures, { maxLength: 8 }),
      async (off, every, seconds) => {
        const phone = await WholePhone.signedIn({ policy: { ...off, qualityReportInterval: every } });
        await phone.talkTo('4402');
        for (const second of seconds) await phone.measure(1, second);
        phone.core.commands.hangUp();
        await phone.pass(5_000);
        phone.core.commands.signOut();
        await phone.pass(5_000);
        expect(phone.sip.published).toEqual([]);
      },
    ),
    { numRuns: 12 },
  );
});
