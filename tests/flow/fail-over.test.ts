// A whole phone whose server fails a call or goes away: it moves to the company's second server by itself, and calls there.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Enterprise, startEnterprise } from '../../bench/enterprise/enterprise.ts';
import { PhoneProcess } from '../../bench/phone/phone-process.ts';
import type { DiagnosticEvent } from '../../firmware/diagnostics.ts';
import { take } from './bad-input/calling-phone.ts';

let folder: string;
let first: Enterprise;
let second: Enterprise;
let phone: PhoneProcess;

const isSignedIn = (event: DiagnosticEvent) => event.type === 'account' && event.status === 'signed-in';
const registered = ({ event }: { readonly event: DiagnosticEvent }) =>
  event.type === 'sip' &&
  event.trace.direction === 'received' &&
  /^SIP\/2\.0 200[\s\S]*CSeq: \d+ REGISTER/i.test(event.trace.text);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-fail-over-'));
  // One folder: both show certificates of one authority.
  first = take(await startEnterprise({ folder: join(folder, 'company') }));
  second = take(await startEnterprise({ folder: join(folder, 'company') }));
  const outbound = [first, second].map(({ ports }) => `127.0.0.1:${ports.tls}`);
  phone = take(
    await PhoneProcess.start({
      folder: join(folder, 'phone'),
      config: {
        accounts: [{ address: 'dana@fernleigh.test', auth_user: 'dana', auth_pass: 'harbour-lamp-42', outbound }],
        trust_anchors: [first.authorityFile],
      },
    }),
  );
  take(await phone.waitFor(isSignedIn, 10_000));
});
afterAll(async () => {
  await phone?.stop();
  await second?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a call that the first server refuses with 503 is made through the second one', async () => {
  expect(server()).toContain(`${first.ports.tls}`);
  first.faults.add({ method: 'INVITE', times: 1, fault: { kind: 'answer', status: 503 } });
  await callAndHangUp();
  expect(server()).toContain(`${second.ports.tls}`);
});

test('a call on which a server cuts the connection and takes no other is made through the next one', async () => {
  second.faults.add({ method: 'INVITE', times: 1, fault: { kind: 'drop-connection' } });
  second.setRefusing(true);
  await callAndHangUp();
  expect(server()).toContain(`${first.ports.tls}`);
  second.setRefusing(false);
});

test('the phone signs in at the second server when the first is gone', async () => {
  const skip = phone.events.length;
  await first.close();
  take(await phone.waitFor(isSignedIn, 15_000, skip));
  expect(server()).toContain(`${second.ports.tls}`);
});

test('a call through the second server connects', () => callAndHangUp());

async function callAndHangUp(): Promise<void> {
  const skip = phone.events.length;
  phone.press('4', '9', '0', '1', 'soft1');
  take(await phone.waitFor((event) => event.type === 'call' && event.phase === 'connected', 10_000, skip));
  phone.press('soft1');
  take(await phone.waitFor((event) => event.type === 'call' && event.phase === 'ended: hung-up', 5_000, skip));
}

/** Where the phone is registered. */
function server(): string {
  const event = phone.events.findLast(registered)?.event;
  return event?.type === 'sip' ? event.trace.peer : '';
}
