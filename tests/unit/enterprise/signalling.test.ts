// The enterprise from outside, over real connections: registration, calls, forking, CANCEL, faults, reconnects.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Enterprise, startEnterprise } from '../../../bench/enterprise/enterprise.ts';
import { RawClient } from './raw-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'offhook-enterprise-'));
const clients: RawClient[] = [];
let enterprise: Enterprise;

beforeAll(async () => {
  const started = await startEnterprise({ folder });
  if (!started.ok) throw new Error(started.error);
  enterprise = started.value;
});

afterEach(() => {
  enterprise.faults.clear();
  for (const client of clients.splice(0)) client.close();
});

afterAll(async () => {
  await enterprise.close();
  rmSync(folder, { recursive: true });
});

async function client(user: string, transport: 'TLS' | 'TCP' = 'TLS'): Promise<RawClient> {
  const made = await RawClient.connect(enterprise, user, transport);
  clients.push(made);
  return made;
}

async function registered(user: string, transport: 'TLS' | 'TCP' = 'TLS'): Promise<RawClient> {
  const made = await client(user, transport);
  expect((await made.register({ contact: '*', expires: 0 })).status).toBe(200);
  expect((await made.register()).status).toBe(200);
  return made;
}

test.each(['SHA-256', 'MD5'] as const)('registers with %s and is listed with its expiry', async (algorithm) => {
  const dana = await client('dana');
  const answer = await dana.register({ algorithm });
  expect(answer.status).toBe(200);
  expect(answer.all('Contact').join()).toMatch(
    new RegExp(`127\\.0\\.0\\.1:${dana.port};transport=tls>;expires=(600|599)`),
  );
});

test('offers SHA-256 before MD5', async () => {
  const dana = await client('dana');
  dana.send('REGISTER sip:fernleigh.test SIP/2.0', [
    dana.via(),
    'From: <sip:dana@fernleigh.test>;tag=1',
    'To: <sip:dana@fernleigh.test>',
    'Call-ID: order',
    'CSeq: 1 REGISTER',
  ]);
  const challenge = await dana.status(401);
  expect(challenge.all('WWW-Authenticate').map((value) => /algorithm=([^,]+)/.exec(value)?.[1])).toEqual([
    'SHA-256',
    'MD5',
  ]);
});

test('refuses a wrong password again with 401 and an unknown user with 404', async () => {
  expect((await (await client('dana')).register({ password: 'guess' })).status).toBe(401);
  expect((await (await client('nobody')).register()).status).toBe(404);
});

test('answers a double CRLF with a single one', async () => {
  const dana = await client('dana');
  dana.write('\r\n\r\n');
  await dana.next((message) => message.start === 'PONG', 'pong');
});

test('connects a call over TLS and TCP, with the identity asserted, and ends it', async () => {
  const [dana, jun] = [await registered('dana'), await registered('jun', 'TCP')];
  const invite = await dana.invite('4218', 'v=0\r\n');
  const incoming = await jun.request('INVITE');
  expect(incoming.get('P-Asserted-Identity')).toBe('"Dana Novak" <sip:dana@fernleigh.test>');
  expect(incoming.text).not.toContain('Proxy-Authorization');
  expect(incoming.get('Max-Forwards')).toBe('69');
  expect(incoming.all('Record-Route')).toHaveLength(2);
  jun.reply(incoming, '180 Ringing', [`Contact: ${jun.contact}`]);
  await dana.status(180);
  jun.reply(incoming, '200 OK', [`Contact: ${jun.contact}`]);
  const answer = await dana.status(200, 'INVITE');
  expect(answer.all('Via')).toHaveLength(1);
  dana.ack(invite, answer);
  await jun.request('ACK');
  dana.within(invite, answer, 'BYE');
  jun.reply(await jun.request('BYE'), '200 OK');
  await dana.status(200, 'BYE');
});

test('forks to every contact, and cancels the others with the reason when one answers', async () => {
  const jun = await registered('jun');
  const desk = await registered('dana');
  const mobile = await client('dana', 'TCP');
  await mobile.register();
  const invite = await jun.invite('dana');
  const [atDesk, atMobile] = [await desk.request('INVITE'), await mobile.request('INVITE')];
  desk.reply(atDesk, '180 Ringing');
  mobile.reply(atMobile, '180 Ringing');
  mobile.reply(atMobile, '200 OK', [`Contact: ${mobile.contact}`]);
  const answer = await jun.status(200, 'INVITE');
  jun.ack(invite, answer);
  await mobile.request('ACK');
  const cancel = await desk.request('CANCEL');
  expect(cancel.get('Reason')).toContain('cause=200');
  expect(cancel.all('Via')).toEqual(atDesk.all('Via').slice(0, 1));
  desk.reply(cancel, '200 OK');
  desk.reply(atDesk, '487 Request Terminated');
  await desk.request('ACK');
  expect(jun.received.filter((message) => message.status >= 400)).toEqual([]);
});

test('takes the caller back: CANCEL reaches a ringing phone and the caller gets 487', async () => {
  const [dana, jun] = [await registered('dana'), await registered('jun')];
  const invite = await dana.invite('jun');
  const incoming = await jun.request('INVITE');
  jun.reply(incoming, '180 Ringing');
  await dana.status(180);
  dana.cancel(invite);
  await dana.status(200, 'CANCEL');
  const cancel = await jun.request('CANCEL');
  jun.reply(cancel, '200 OK');
  jun.reply(incoming, '487 Request Terminated');
  await jun.request('ACK');
  dana.ack(invite, await dana.status(487));
});

test('waits for all branches and hands back the best refusal', async () => {
  const jun = await registered('jun');
  const desk = await registered('dana');
  const mobile = await client('dana');
  await mobile.register();
  await jun.invite('dana');
  desk.reply(await desk.request('INVITE'), '480 Temporarily Unavailable');
  mobile.reply(await mobile.request('INVITE'), '486 Busy Here');
  await jun.status(486);
});

test.each([
  ['4403', 486],
  ['4405', 603],
  ['9999', 404],
])('calling %s ends with %i', async (user, status) => {
  const dana = await registered('dana');
  await dana.invite(user);
  await dana.status(status);
});

test('says 480 for somebody without a phone', async () => {
  const jun = await registered('jun');
  await jun.register({ contact: '*', expires: 0 });
  const dana = await registered('dana');
  await dana.invite('jun');
  await dana.status(480);
});

test('does not let one account speak as another', async () => {
  const dana = await registered('dana');
  const send = (extra: string[]) =>
    dana.send('INVITE sip:jun@fernleigh.test SIP/2.0', [
      dana.via(),
      'From: <sip:mara@fernleigh.test>;tag=1',
      'To: <sip:jun@fernleigh.test>',
      'Call-ID: as-mara',
      `CSeq: ${extra.length + 1} INVITE`,
      ...extra,
    ]);
  send([]);
  const refused = await dana.status(407);
  send([`Proxy-Authorization: ${dana.credentials(refused, 'Proxy-Authenticate', 'INVITE', 'sip:jun@fernleigh.test')}`]);
  await dana.status(403);
});

test('refuses what ran out of hops and what it was told to understand', async () => {
  const dana = await client('dana');
  const base = ['From: <sip:dana@fernleigh.test>;tag=1', 'To: <sip:jun@fernleigh.test>', 'CSeq: 1 MESSAGE'];
  dana.send('MESSAGE sip:jun@fernleigh.test SIP/2.0', [dana.via(), ...base, 'Call-ID: hops', 'Max-Forwards: 0']);
  await dana.status(483);
  dana.send('MESSAGE sip:jun@fernleigh.test SIP/2.0', [dana.via(), ...base, 'Call-ID: ext', 'Proxy-Require: magic']);
  expect((await dana.status(420)).get('Unsupported')).toBe('magic');
});

test('a phone that comes back over a new connection gets the requests of its running call', async () => {
  const [dana, jun] = [await registered('dana'), await registered('jun')];
  const invite = await dana.invite('jun');
  const incoming = await jun.request('INVITE');
  jun.reply(incoming, '200 OK', [`Contact: ${jun.contact}`]);
  const answer = await dana.status(200, 'INVITE');
  dana.ack(invite, answer);
  await jun.request('ACK');
  enterprise.dropConnections('jun');
  await jun.untilClosed();
  const again = await client('jun');
  const contact = `${again.contact};+sip.instance="<urn:uuid:${jun.instance}>"`;
  expect((await again.register({ contact })).status).toBe(200);
  dana.within(invite, answer, 'BYE');
  again.reply(await again.request('BYE'), '200 OK');
  await dana.status(200, 'BYE');
});

test('answers, delays, ignores and drops when a test asks for it', async () => {
  const dana = await registered('dana');
  enterprise.faults.add({
    method: 'REGISTER',
    user: 'dana',
    times: 1,
    fault: { kind: 'answer', status: 503, headers: { 'Retry-After': '7' } },
  });
  expect((await dana.register()).get('Retry-After')).toBe('7');
  enterprise.faults.add({ method: 'REGISTER', times: 2, fault: { kind: 'delay', delayMs: 5 } });
  expect((await dana.register()).status).toBe(200);
  enterprise.sendBytes('dana', Buffer.from('SIP/2.0 garbage\r\nContent-Length: 0\r\n\r\n'));
  await dana.next((message) => message.start === 'SIP/2.0 garbage');
  enterprise.faults.add({ user: 'dana', fault: { kind: 'drop-connection' } });
  await expect(dana.register()).rejects.toThrow();
  expect(dana.closed).toBe(true);
});

test('closes a stream it cannot follow, and says why', async () => {
  const dana = await client('dana');
  const reasons: string[] = [];
  const stop = enterprise.onRefused((event) => reasons.push(event.reason));
  dana.write(`REGISTER sip:fernleigh.test SIP/2.0\r\nX: ${'a'.repeat(70_000)}`);
  await dana.untilClosed();
  stop();
  expect(reasons).toContain('headers too long');
});

test('a seeded person rings a phone, and gives up', async () => {
  const dana = await registered('dana');
  const call = await enterprise.ringMe('4402', '4217');
  expect(call.ok).toBe(true);
  const incoming = await dana.request('INVITE');
  expect(incoming.get('From')).toContain('Mara Kovács');
  expect(incoming.body).toContain('m=audio');
  dana.reply(incoming, '180 Ringing');
  if (call.ok) call.value.hangUp();
  const cancel = await dana.request('CANCEL');
  dana.reply(cancel, '200 OK');
  dana.reply(incoming, '487 Request Terminated');
  await dana.request('ACK');
});

test('a person who gives up as the phone answers hangs up at once', async () => {
  const dana = await registered('dana');
  const call = await enterprise.ringMe('4402', '4217');
  const incoming = await dana.request('INVITE');
  dana.reply(incoming, '180 Ringing');
  dana.reply(incoming, '200 OK', [`Contact: ${dana.contact}`, 'Content-Type: application/sdp'], incoming.body);
  if (call.ok) call.value.hangUp();
  await dana.request('ACK');
  dana.reply(await dana.request('BYE'), '200 OK');
});

describe('a subscription to waiting messages', () => {
  function subscribe(phone: RawClient, user: string, callId: string, event = 'message-summary') {
    const uri = `sip:${user}@fernleigh.test`;
    const send = (cseq: number, credentials: readonly string[]) =>
      phone.send(`SUBSCRIBE ${uri} SIP/2.0`, [
        phone.via(),
        'Max-Forwards: 70',
        `From: <sip:${phone.user}@fernleigh.test>;tag=watcher`,
        `To: <${uri}>`,
        `Call-ID: ${callId}`,
        `CSeq: ${cseq} SUBSCRIBE`,
        `Contact: ${phone.contact}`,
        `Event: ${event}`,
        'Expires: 600',
        ...credentials,
      ]);
    send(1, []);
    return phone.status(407).then((challenge) => {
      const value = phone.credentials(challenge, 'Proxy-Authenticate', 'SUBSCRIBE', uri);
      send(2, [`Proxy-Authorization: ${value}`]);
    });
  }

  test('is granted, and told at once how many wait', async () => {
    const dana = await registered('dana');
    enterprise.tellMessages('dana', 1, 4);
    dana.reply(await dana.request('NOTIFY'), '200 OK');
    await subscribe(dana, 'dana', 'own-mailbox');
    const granted = await dana.status(200, 'SUBSCRIBE');
    expect(granted.get('Expires')).toBe('600');
    const notify = await dana.request('NOTIFY');
    expect(notify.get('Call-ID')).toBe('own-mailbox');
    expect(notify.get('From')).toBe(granted.get('To'));
    expect(notify.get('Subscription-State')).toBe('active;expires=600');
    expect(notify.body).toContain('Voice-Message: 1/4 (0/0)\r\n');
    dana.reply(notify, '200 OK');
  });

  test('is for the own mailbox only, and no other event is known', async () => {
    const dana = await registered('dana');
    await subscribe(dana, 'jun', 'foreign-mailbox');
    await dana.status(403, 'SUBSCRIBE');
    await subscribe(dana, 'dana', 'presence', 'presence');
    await dana.status(489, 'SUBSCRIBE');
  });
});

test('tells every phone of an account about waiting messages', async () => {
  const dana = await registered('dana');
  enterprise.tellMessages('dana', 2, 3);
  const notify = await dana.request('NOTIFY');
  expect(notify.get('Event')).toBe('message-summary');
  expect(notify.body).toContain('Voice-Message: 2/3 (0/0)\r\n');
  dana.reply(notify, '200 OK');
});

test('a person whom the bench plays refuses extensions it does not know', async () => {
  const dana = await registered('dana');
  await dana.invite('4901', '', ['Require: 100rel']);
  expect((await dana.status(420)).get('Unsupported')).toBe('100rel');
});

async function comeBack(old: RawClient): Promise<RawClient> {
  enterprise.dropConnections(old.user);
  await old.untilClosed();
  const again = await client(old.user);
  const contact = `${again.contact};+sip.instance="<urn:uuid:${old.instance}>"`;
  expect((await again.register({ contact })).status).toBe(200);
  return again;
}

test('a ringing phone that lost its connection can still answer over the next one', async () => {
  const [dana, jun] = [await registered('dana'), await registered('jun')];
  const invite = await dana.invite('jun');
  const incoming = await jun.request('INVITE');
  jun.reply(incoming, '180 Ringing');
  await dana.status(180);
  const again = await comeBack(jun);
  again.reply(incoming, '200 OK', [`Contact: ${again.contact}`]);
  dana.ack(invite, await dana.status(200, 'INVITE'));
  await again.request('ACK');
});

test('a caller who lost the connection while it rang hears of the answer over the next one', async () => {
  const [dana, jun] = [await registered('dana'), await registered('jun')];
  const invite = await dana.invite('jun');
  const incoming = await jun.request('INVITE');
  jun.reply(incoming, '180 Ringing');
  await dana.status(180);
  const again = await comeBack(dana);
  jun.reply(incoming, '200 OK', [`Contact: ${jun.contact}`]);
  again.ack(invite, await again.status(200, 'INVITE'));
  await jun.request('ACK');
});
