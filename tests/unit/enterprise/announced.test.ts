// A phone behind an address translation, as in an emulator: it reaches the bench at an address that the bench has not.

import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Enterprise, startEnterprise } from '../../../bench/enterprise/enterprise.ts';
import { acceptAnswer, createKeys, makeOffer, parseSdp } from '../../../bench/enterprise/sip/sdp.ts';
import { SystemClock } from '../../../hal/system/clock.ts';
import { SystemRandom } from '../../../hal/system/random.ts';
import { openRtpEndpoint } from '../../../media/endpoint/index.ts';
import { RawClient } from './raw-client.ts';

const announced = '10.0.2.2';
const frame = 960;
const folder = mkdtempSync(join(tmpdir(), 'offhook-announced-'));
let enterprise: Enterprise;

async function open(options: Parameters<typeof startEnterprise>[0]): Promise<Enterprise> {
  const started = await startEnterprise(options);
  if (!started.ok) throw new Error(started.error);
  return started.value;
}

beforeAll(async () => {
  // The certificate of a run without it is not good enough.
  await (await open({ folder })).close();
  enterprise = await open({ folder, announced });
});

afterAll(async () => {
  await enterprise.close();
  rmSync(folder, { recursive: true });
});

test('every address that it hands out is the announced one, and its certificate is for it', () => {
  expect(enterprise.signInUrl).toMatch(/^https:\/\/10\.0\.2\.2:\d+\/sign-in$/);
  const certificate = new X509Certificate(readFileSync(join(folder, 'server.pem')));
  expect(certificate.checkIP(announced)).toBe(announced);
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
});

test('sound comes back to where it came from, whatever address the phone believes to have', async () => {
  const clock = new SystemClock();
  const endpoint = openRtpEndpoint({ localAddress: '127.0.0.1', clock, random: new SystemRandom() }, {});
  if (!endpoint.ok) throw new Error(endpoint.error);
  const phone = endpoint.value;
  const client = await RawClient.connect(enterprise, 'dana');
  try {
    await client.register();
    const local = { address: '10.0.2.15', port: 4000, sessionId: 1, version: 1, keys: createKeys() };
    const invite = await client.invite('4901', makeOffer(local, true));
    const answer = await client.status(200, 'INVITE');
    client.ack(invite, answer);
    const parsed = parseSdp(answer.body);
    const accepted = parsed.ok ? acceptAnswer(local, parsed.value) : parsed;
    if (!accepted.ok) throw new Error(accepted.error);
    expect(accepted.value.remoteAddress).toBe(announced);
    phone.start({ ...accepted.value, remoteAddress: '127.0.0.1' });
    const [said, heard] = [new Int16Array(frame), new Int16Array(frame)];
    let loudest = 0;
    for (let count = 0; loudest < 5000 && count < 500; count++) {
      for (let at = 0; at < frame; at++)
        said[at] = 9000 * Math.sin(((count * frame + at) * 2 * Math.PI * 400) / 48_000);
      phone.exchange(said, heard);
      loudest = heard.reduce((most, sample) => Math.max(most, Math.abs(sample)), loudest);
      await new Promise<void>((resolve) => void clock.after(20, resolve));
    }
    expect(loudest).toBeGreaterThanOrEqual(5000);
    client.within(invite, answer, 'BYE');
    await client.status(200, 'BYE');
  } finally {
    client.close();
    phone.close();
  }
});
