// A whole phone whose server goes away: it moves to the company's second server by itself, and can call again.

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

test('the phone signs in at the first server, and at the second one when the first is gone', async () => {
  expect(peerOf(phone.events.findLast(registered)?.event)).toContain(`${first.ports.tls}`);
  const skip = phone.events.length;
  await first.close();
  take(await phone.waitFor(isSignedIn, 15_000, skip));
  expect(peerOf(phone.events.findLast(registered)?.event)).toContain(`${second.ports.tls}`);
});

test('a call through the second server connects', async () => {
  const skip = phone.events.length;
  phone.press('4', '9', '0', '1', 'soft1');
  take(await phone.waitFor((event) => event.type === 'call' && event.phase === 'connected', 10_000, skip));
  phone.press('soft1');
  take(await phone.waitFor((event) => event.type === 'call' && event.phase === 'ended: hung-up', 5_000, skip));
});

function peerOf(event: DiagnosticEvent | undefined): string {
  return event?.type === 'sip' ? event.trace.peer : '';
}
