// Calls with real media through the relay: echo, hold, impairment, the audio test call and what is left of it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Enterprise, startEnterprise } from '../../../bench/enterprise/enterprise.ts';
import { CLEAN } from '../../../bench/enterprise/relay/impairment.ts';
import {
  acceptAnswer,
  answerOffer,
  createKeys,
  type LocalAudio,
  makeOffer,
  parseSdp,
} from '../../../bench/enterprise/sip/sdp.ts';
import { SystemClock } from '../../../hal/system/clock.ts';
import { SystemRandom } from '../../../hal/system/random.ts';
import { openRtpEndpoint, type RtpEndpoint } from '../../../media/endpoint/index.ts';
import { type OutgoingInvite, RawClient, type Received } from './raw-client.ts';

const FRAME = 960;
const folder = mkdtempSync(join(tmpdir(), 'offhook-voices-'));
const closing: (() => void)[] = [];
let enterprise: Enterprise;

beforeAll(async () => {
  const started = await startEnterprise({ folder });
  if (!started.ok) throw new Error(started.error);
  enterprise = started.value;
});

afterEach(() => {
  for (const close of closing.splice(0)) close();
  enterprise.setImpairment('all', CLEAN);
});

afterAll(async () => {
  await enterprise.close();
  rmSync(folder, { recursive: true });
});

interface Phone {
  readonly client: RawClient;
  readonly invite: OutgoingInvite;
  readonly answer: Received;
  readonly local: LocalAudio;
  readonly endpoint: RtpEndpoint;
  readonly digits: string[];
  /** Talk until `done` says so; answers the loudest sample heard. */
  talk(done: (frames: number, level: number) => boolean, tone?: boolean): Promise<number>;
}

const clock = new SystemClock();

/** Dana is registered, and listens for media. */
async function signIn(digits: string[] = []): Promise<Pick<Phone, 'client' | 'endpoint' | 'local'>> {
  const opened = openRtpEndpoint(
    { localAddress: '127.0.0.1', clock, random: new SystemRandom() },
    { onDigit: (digit) => digits.push(digit) },
  );
  if (!opened.ok) throw new Error(opened.error);
  const endpoint = opened.value;
  const client = await RawClient.connect(enterprise, 'dana');
  closing.push(() => {
    endpoint.close();
    client.close();
  });
  await client.register();
  const local = { address: '127.0.0.1', port: endpoint.localPort, sessionId: 1, version: 1, keys: createKeys() };
  return { client, endpoint, local };
}

/** Dana calls, with media: real packets, real time. */
async function call(extension: string, secure: boolean): Promise<Phone> {
  const digits: string[] = [];
  const { client, endpoint, local } = await signIn(digits);
  const invite = await client.invite(extension, makeOffer(local, secure));
  const answer = await client.status(200, 'INVITE');
  client.ack(invite, answer);
  start(endpoint, local, answer.body);
  let phase = 0;
  const talk: Phone['talk'] = async (done, tone = true) => {
    const [said, heard] = [new Int16Array(FRAME), new Int16Array(FRAME)];
    let loudest = 0;
    for (let frames = 0; ; frames++) {
      for (let index = 0; index < FRAME; index++)
        said[index] = tone ? 9000 * Math.sin((phase++ * 2 * Math.PI * 400) / 48_000) : 0;
      endpoint.exchange(said, heard);
      const level = heard.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      loudest = Math.max(loudest, level);
      if (done(frames, level)) return loudest;
      if (frames > 1000) throw new Error('twenty seconds went by');
      await new Promise<void>((resolve) => void clock.after(20, resolve));
    }
  };
  return { client, invite, answer, local, endpoint, digits, talk };
}

function start(endpoint: RtpEndpoint, local: LocalAudio, sdp: string): void {
  const parsed = parseSdp(sdp);
  const accepted = parsed.ok ? acceptAnswer(local, parsed.value) : parsed;
  const started = accepted.ok ? endpoint.start(accepted.value) : accepted;
  if (!started.ok) throw new Error(started.error);
}

async function hangUp(phone: Phone): Promise<void> {
  phone.client.within(phone.invite, phone.answer, 'BYE');
  await phone.client.status(200, 'BYE');
}

test.each([true, false])(
  'the echo line repeats what it hears (encrypted: %s), and its ports are given back',
  async (secure) => {
    const phone = await call('4901', secure);
    expect(phone.answer.body).toContain(secure ? 'RTP/SAVP' : 'RTP/AVP');
    expect(await phone.talk((_frames, level) => level > 5000)).toBeGreaterThan(5000);
    expect(enterprise.openRelays()).toBe(1);
    await hangUp(phone);
    expect(enterprise.openRelays()).toBe(0);
  },
);

test('the network between can be cut and mended during a call', async () => {
  const phone = await call('4901', true);
  await phone.talk((_frames, level) => level > 5000);
  enterprise.setImpairment('dana', { ...CLEAN, lossShare: 1 }, 'up');
  await phone.talk((frames, level) => frames > 15 && level < 50);
  enterprise.setImpairment('dana', CLEAN, 'up');
  await phone.talk((_frames, level) => level > 5000);
  await hangUp(phone);
});

test('a held call is answered as held, and goes on when taken back', async () => {
  const phone = await call('4901', true);
  await phone.talk((_frames, level) => level > 5000);
  const offer = makeOffer({ ...phone.local, version: 2 }, true);
  const change = async (sdp: string) => {
    phone.client.within(
      phone.invite,
      phone.answer,
      'INVITE',
      [`Contact: ${phone.client.contact}`, 'Content-Type: application/sdp'],
      sdp,
    );
    const answer = await phone.client.status(200, 'INVITE');
    const cseq = Number(answer.get('CSeq').split(' ')[0]);
    phone.client.ack({ ...phone.invite, cseq }, answer);
    return answer.body;
  };
  expect(await change(offer.replace('a=sendrecv', 'a=inactive'))).toContain('a=inactive');
  start(phone.endpoint, phone.local, await change(offer));
  await phone.talk((_frames, level) => level > 5000);
  await hangUp(phone);
});

test('the audio test call prompts, records with its cues, plays back and hangs up, and keeps nothing', async () => {
  const phone = await call('4900', true);
  expect(await phone.talk((_frames, level) => level > 3000, false)).toBeGreaterThan(3000);
  await phone.talk(() => phone.digits.includes('1'), false);
  await phone.talk((frames) => frames > 5);
  expect(enterprise.retainedSamples()).toBe(1);
  await phone.talk(() => phone.digits.includes('2'));
  await phone.talk((_frames, level) => level > 5000, false);
  await phone.talk(() => phone.client.received.some((message) => message.method === 'BYE'), false);
  phone.client.reply(await phone.client.request('BYE'), '200 OK');
  expect(phone.digits).toEqual(['1', '2']);
  expect(enterprise.retainedSamples()).toBe(0);
}, 25_000);

test('a caller who hangs up while being recorded leaves nothing behind', async () => {
  const phone = await call('4900', true);
  await phone.talk(() => phone.digits.includes('1'));
  await phone.talk((frames) => frames > 5);
  expect(enterprise.retainedSamples()).toBe(1);
  await hangUp(phone);
  expect(enterprise.retainedSamples()).toBe(0);
}, 15_000);

test('a phone that vanishes while being recorded leaves nothing behind either', async () => {
  const phone = await call('4900', true);
  await phone.talk(() => phone.digits.includes('1'));
  await phone.talk((frames) => frames > 5);
  phone.client.close();
  phone.endpoint.close();
  expect(enterprise.retainedSamples()).toBe(1);
  await vi.waitUntil(() => enterprise.retainedSamples() === 0, { timeout: 8000 });
}, 15_000);

test('a seeded person rings, is answered, greets, and takes the hang-up', async () => {
  const { client, endpoint, local } = await signIn();
  expect((await enterprise.ringMe('4402', '4217')).ok).toBe(true);
  const invite = await client.request('INVITE');
  const offer = parseSdp(invite.body);
  const agreed = offer.ok ? answerOffer(local, offer.value) : offer;
  if (!agreed.ok) throw new Error(agreed.error);
  expect(endpoint.start(agreed.value.parameters).ok).toBe(true);
  client.reply(invite, '200 OK', [`Contact: ${client.contact}`, 'Content-Type: application/sdp'], agreed.value.sdp);
  await client.request('ACK');
  const [silence, heard] = [new Int16Array(FRAME), new Int16Array(FRAME)];
  await vi.waitUntil(
    () => {
      endpoint.exchange(silence, heard);
      return heard.some((sample) => Math.abs(sample) > 3000);
    },
    { timeout: 5000, interval: 20 },
  );
  client.answerWithin(invite, 'BYE');
  await client.status(200, 'BYE');
});

test('a greeting is heard when somebody answers', async () => {
  const phone = await call('4131', true);
  expect(await phone.talk((_frames, level) => level > 3000, false)).toBeGreaterThan(3000);
  await hangUp(phone);
});
