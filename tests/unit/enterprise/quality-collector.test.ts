// The company's collector: reads what RFC 6035 and our phones write, refuses what is no report, and survives anything.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeReport } from '../../../bench/console/report.ts';
import { PEOPLE } from '../../../bench/enterprise/company/people.ts';
import { type Enterprise, startEnterprise } from '../../../bench/enterprise/enterprise.ts';
import { figure, parseReport } from '../../../bench/enterprise/quality/parse-report.ts';
import { RawClient } from './raw-client.ts';

const lines = [
  'VQSessionReport: CallTerm',
  'CallID: 6dg37f1890463',
  'LocalID: "Dana" <sip:dana@fernleigh.test>',
  'RemoteID: <sip:4402@fernleigh.test>',
  'OrigID: <sip:dana@fernleigh.test>',
  'LocalGroup: phones',
  'RemoteGroup: unknown',
  'LocalAddr: IP=10.10.1.100 PORT=5000 SSRC=1a3b5c7d',
  'RemoteAddr: IP=11.1.1.150 PORT=5002 SSRC=0x2468abcd',
  'LocalMetrics:',
  'Timestamps: START=2026-11-25T18:23:43Z STOP=2026-11-25T18:26:02Z',
  'SessionDesc: PT=18 PD=G729 SR=8000 FD=20 FMTP="annexb=no" PLC=3 SSUP=on',
  'PacketLoss: NLR=5.0 JDR=2.0',
  'Delay: RTD=200 ESD=140 SOWD=200 IAJ=2',
  'QualityEst: RLQ=90 RCQ=85 MOSLQ=4.3 MOSCQ=4.2 QoEEstAlg=P.564',
  'RemoteMetrics:',
  'PacketLoss: NLR=1.5',
  'DialogID: 6dg37f1890463;to-tag=a;from-tag=b',
];
const report = `${lines.join('\r\n')}\r\n`;

describe('a report', () => {
  it('is read with each side’s figures', () => {
    const parsed = parseReport(report);
    if (!parsed.ok) throw new Error(parsed.error);
    expect(parsed.value).toMatchObject({ kind: 'session', final: true, callId: '6dg37f1890463' });
    expect(figure(parsed.value.local, 'Delay', 'RTD')).toBe(200);
    expect(figure(parsed.value.local, 'Delay', 'MAJ')).toBeUndefined();
    expect(figure(parsed.value.remote, 'PacketLoss', 'NLR')).toBe(1.5);
    expect(parsed.value.local.SessionDesc?.FMTP).toBe('annexb=no');
    expect(describeReport({ atMs: 0, from: 'dana', report: parsed.value, text: report }, PEOPLE)).toMatchObject({
      from: 'Dana Novak',
      to: 'Mara Kovács',
      seconds: 139,
      heard: { mos: 4.2, lossPercent: 5, jitterMs: 2 },
      sent: { mos: undefined, lossPercent: 1.5 },
      roundTripMs: 200,
    });
  });

  it.each([
    ['nothing', ''],
    ['another document', 'v=0\r\n'],
    ['no call', lines.filter((line) => !line.startsWith('CallID')).join('\r\n')],
    ['a figure twice', [...lines, 'PacketLoss: NLR=2.0'].join('\r\n')],
    ['a field twice', lines.join('\r\n').replace('JDR=2.0', 'NLR=2.0')],
    ['a line that is none', [...lines, '<xml/>'].join('\r\n')],
    ['too much of it', report + 'X: Y=1\r\n'.repeat(2_000)],
  ])('with %s is refused', (_, text) => {
    expect(parseReport(text).ok).toBe(false);
  });

  it('of any text never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => typeof parseReport(text).ok === 'boolean'));
    const mangled = fc.tuple(fc.nat(report.length), fc.nat(40), fc.string({ maxLength: 20 }));
    fc.assert(
      fc.property(mangled, ([at, cut, put]) => {
        expect(typeof parseReport(report.slice(0, at) + put + report.slice(at + cut)).ok).toBe('boolean');
      }),
    );
  });
});

describe('the collector', () => {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-quality-'));
  let enterprise: Enterprise;

  beforeAll(async () => {
    const started = await startEnterprise({ folder });
    if (!started.ok) throw new Error(started.error);
    enterprise = started.value;
  });
  afterAll(async () => {
    await enterprise.close();
    rmSync(folder, { recursive: true });
  });

  async function publish(headers: readonly string[], body: string) {
    const client = await RawClient.connect(enterprise, 'dana');
    await client.register();
    const uri = 'sip:quality@fernleigh.test';
    const send = (sequence: number, credentials: readonly string[]) =>
      client.send(
        `PUBLISH ${uri} SIP/2.0`,
        [
          ...[client.via(), 'Max-Forwards: 70', `To: <${uri}>`, `Call-ID: ${client.instance}`],
          ...['From: <sip:dana@fernleigh.test>;tag=1', `CSeq: ${sequence} PUBLISH`, ...headers, ...credentials],
        ],
        body,
      );
    send(1, []);
    const challenge = await client.status(407);
    send(2, [`Proxy-Authorization: ${client.credentials(challenge, 'Proxy-Authenticate', 'PUBLISH', uri)}`]);
    const answer = await client.next((message) => message.status >= 200, 'answer');
    client.close();
    return answer;
  }

  const right = ['Event: vq-rtcpxr', 'Content-Type: application/vq-rtcpxr'];

  it('keeps a report, names it, and tells who watches', async () => {
    const heard: string[] = [];
    const stop = enterprise.quality.onReport(({ from }) => heard.push(from));
    const answer = await publish(right, report);
    stop();
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/\r\nSIP-ETag: vq-\d+\r\n/);
    expect(heard).toEqual(['dana']);
    expect(enterprise.quality.reports.at(-1)?.text).toBe(report);
  });

  it.each([
    [489, ['Event: presence', 'Content-Type: application/vq-rtcpxr'], report],
    [415, ['Event: vq-rtcpxr', 'Content-Type: text/plain'], report],
    [400, right, 'not a report'],
  ] as const)('answers %i to what it cannot take', async (status, headers, body) => {
    const before = enterprise.quality.reports.length;
    expect((await publish(headers, body)).status).toBe(status);
    expect(enterprise.quality.reports.length).toBe(before);
  });
});
