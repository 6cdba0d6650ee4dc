// The whole phone through Kamailio with SIPp as a plain, old far end: it answers, is busy, hangs up first, and calls.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findFreePorts } from '../../bench/peers/free-port.ts';
import { type Sipp, type SippScenario, startSipp } from '../../bench/peers/sipp/sipp.ts';
import type { PhoneProcess } from '../../bench/phone/phone-process.ts';
import { isInPhase, isSignedIn, type Neighbourhood, openNeighbourhood, take } from './neighbourhood.ts';

let neighbourhood: Neighbourhood;
let phone: PhoneProcess;
const running: Sipp[] = [];

beforeAll(async () => {
  neighbourhood = await openNeighbourhood('SHA-256');
  // SIPp speaks no SRTP.
  phone = await neighbourhood.startPhone({ policy: { mediaEncryption: 'preferred' } });
  take(await phone.waitFor(isSignedIn, 10_000));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((sipp) => sipp.stop()));
});
afterAll(() => neighbourhood.close());

async function sippPlays(scenario: SippScenario): Promise<Sipp> {
  const sipp = take(await startSipp({ scenario, calls: 1, port: neighbourhood.sippPort }));
  running.push(sipp);
  return sipp;
}

function dialSipp(): number {
  const before = phone.events.length;
  phone.type('sipp');
  phone.press('soft1');
  return before;
}

test('SIPp answers in plain G.711: the call is up, says that it is not encrypted, and the phone hangs up', async () => {
  const sipp = await sippPlays('answer');
  const before = dialSipp();
  take(await phone.waitFor(isInPhase('connected'), 10_000, before));
  const quality = take(await phone.waitFor((event) => event.type === 'quality', 5_000, before));
  expect(quality.event.type === 'quality' && quality.event.statistics).toMatchObject({
    sendCodec: 'PCMU',
    encrypted: false,
  });
  phone.press('soft1');
  take(await phone.waitFor(isInPhase('ended: hung-up'), 5_000, before));
  expect(await sipp.finished()).toBe(true);
});

test('SIPp is busy: the call ends and the dialog is complete', async () => {
  const sipp = await sippPlays('busy');
  const before = dialSipp();
  take(await phone.waitFor(isInPhase('ended: busy'), 10_000, before));
  expect(await sipp.finished()).toBe(true);
});

test('SIPp hangs up first: the phone answers the BYE and the call is over', async () => {
  const sipp = await sippPlays('hang-up');
  const before = dialSipp();
  take(await phone.waitFor(isInPhase('connected'), 10_000, before));
  take(await phone.waitFor(isInPhase('ended: remote-hung-up'), 10_000, before));
  expect(await sipp.finished()).toBe(true);
});

test('SIPp calls: the phone rings, is answered by its first soft key, and SIPp hangs up', async () => {
  const [port = 0] = await findFreePorts(1);
  const before = phone.events.length;
  const sipp = take(
    await startSipp({ scenario: 'call', calls: 1, port, callee: 'dana', proxyPort: neighbourhood.kamailio.tcpPort }),
  );
  running.push(sipp);
  take(await phone.waitFor(isInPhase('ringing-in'), 10_000, before));
  phone.press('soft1');
  take(await phone.waitFor(isInPhase('connected'), 10_000, before));
  take(await phone.waitFor(isInPhase('ended: remote-hung-up'), 10_000, before));
  expect(await sipp.finished()).toBe(true);
});
