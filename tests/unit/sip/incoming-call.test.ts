// Calls that come to the phone: ringing, answering, refusing, being taken back.

import { describe, expect, it } from 'vitest';
import type { SipCall } from '../../../firmware/sip/index.ts';
import { err, ok } from '../../../hal/result.ts';
import { Bench, makeDescriber, type TestPhone, until } from './support/bench.ts';
import { makeRequest, type RequestParts, someSdp } from './support/message.ts';
import type { ScriptedServer } from './support/scripted-server.ts';

const bench = new Bench().install();

const stranger = {
  callId: 'c',
  from: '<sip:a@b.test>;tag=far',
  to: '<sip:dana@fernleigh.test>',
  sequence: 1,
};

interface Ringing {
  readonly server: ScriptedServer;
  readonly phone: TestPhone;
  readonly uri: string;
  readonly parts: RequestParts;
}

async function ready(): Promise<Omit<Ringing, 'parts'>> {
  const server = await bench.server();
  const phone = await bench.registeredPhone(server);
  const register = await server.next('REGISTER');
  return { server, phone, uri: /<([^>]+)>/.exec(register.header('Contact'))?.[1] ?? '' };
}

async function ring(
  headers: readonly string[] = [],
  body = someSdp,
  from = '"Mara" <sip:mara@fernleigh.test>',
): Promise<Ringing> {
  const { server, phone, uri } = await ready();
  const parts = {
    callId: 'incoming-1',
    from: `${from};tag=far`,
    to: '<sip:dana@fernleigh.test>',
    sequence: 1,
    headers,
    body,
    branch: 'z9hG4bKincoming',
  };
  server.send(makeRequest('INVITE', uri, parts));
  await until(
    () =>
      phone.incoming.length === 1 ||
      server.received.some((message) => message.method === 'INVITE' && message.status >= 400),
  );
  return { server, phone, uri, parts };
}

function callOf({ phone }: Ringing) {
  const [incoming] = phone.incoming;
  if (!incoming) throw new Error('nothing rings');
  return incoming;
}

async function acknowledge(ringing: Ringing, body = ''): Promise<void> {
  const answered = await ringing.server.response(200, 'INVITE');
  const { branch: _, ...parts } = ringing.parts;
  ringing.server.send(makeRequest('ACK', ringing.uri, { ...parts, to: answered.header('To'), headers: [], body }));
}

describe('an incoming call', () => {
  it('rings at once, is answered and hung up', async () => {
    const ringing = await ring();
    const { call, describer } = callOf(ringing);
    const rung = await ringing.server.response(180, 'INVITE');
    expect(rung.header('To')).toMatch(/;tag=[0-9a-f]{24}$/);
    expect(call).toMatchObject({
      direction: 'incoming',
      state: 'ringing',
      remote: { displayName: 'Mara', user: 'mara' },
    });
    expect(await call.answer()).toEqual({ ok: true, value: undefined });
    expect(describer.answered).toEqual([someSdp]);
    await acknowledge(ringing);
    await until(() => call.state === 'connected');
    call.hangUp();
    await ringing.server.next('BYE');
  });

  it('is hung up before its ACK only when the ACK has come', async () => {
    const ringing = await ring();
    const { call } = callOf(ringing);
    await call.answer();
    call.hangUp();
    expect(call.end?.cause).toBe('local');
    expect(ringing.server.count('BYE')).toBe(0);
    await acknowledge(ringing);
    await ringing.server.next('BYE');
  });

  it.each([486, 480, 603] as const)('is refused with %i', async (status) => {
    const ringing = await ring();
    callOf(ringing).call.reject(status);
    await ringing.server.response(status, 'INVITE');
    expect(callOf(ringing).call.end?.cause).toBe('local');
  });

  it.each([
    ['Reason: SIP;cause=200;text="Call completed elsewhere"', 200],
    ['Reason: Q.850;cause=16', undefined],
  ])('is taken back: %s', async (reason, status) => {
    const ringing = await ring();
    ringing.server.send(makeRequest('CANCEL', ringing.uri, { ...ringing.parts, headers: [reason], body: '' }));
    await until(() => callOf(ringing).call.state === 'ended');
    expect(callOf(ringing).call.end).toMatchObject({ cause: 'cancelled', status });
    await ringing.server.response(487, 'INVITE');
    await ringing.server.response(200, 'CANCEL');
  });

  it('without a description is offered ours and answered in the ACK', async () => {
    const ringing = await ring([], '');
    const { call, describer } = callOf(ringing);
    await call.answer();
    await acknowledge(ringing, someSdp);
    await until(() => describer.accepted.length === 1);
    expect(call.state).toBe('connected');
  });

  it('without a description and without an answer ends', async () => {
    const ringing = await ring([], '');
    const { call } = callOf(ringing);
    await call.answer();
    await acknowledge(ringing);
    await until(() => call.state === 'ended');
    expect(call.end?.cause).toBe('media-refused');
    await ringing.server.next('BYE');
  });

  it('that nothing can be agreed with is refused with 488', async () => {
    const { server, phone, uri } = await ready();
    phone.agent.onIncoming((call) => {
      phone.incoming.push({ call, describer: makeDescriber() });
      return ok(makeDescriber({ answer: async () => err('no common codec') }));
    });
    server.send(makeRequest('INVITE', uri, { ...stranger, body: someSdp }));
    await until(() => phone.incoming.length === 1);
    expect(await phone.incoming[0]?.call.answer()).toEqual(err('no common codec'));
    await server.response(488, 'INVITE');
    expect(phone.incoming[0]?.call.end?.cause).toBe('media-refused');
  });

  it.each([
    [{ status: 486 }, undefined],
    [{ status: 488, refusal: { reason: 'no-common-codec', detail: 'none of opus is offered' } }, /^305 phone "/],
    [{ status: 488, refusal: { reason: 'encryption-required', detail: 'no suite' } }, /^302 phone "Only SRTP/],
    [{ status: 488, refusal: { reason: 'no-audio', detail: 'video alone' } }, /^304 phone "/],
    [{ status: 488, refusal: { reason: 'malformed', detail: 'no v=0' } }, /^399 phone "/],
  ] as const)('that nobody takes never rings: %j', async (refusal, warning) => {
    const { server, phone, uri } = await ready();
    const offers: (string | undefined)[] = [];
    const calls: SipCall[] = [];
    phone.agent.onIncoming((call, offer) => {
      offers.push(offer);
      calls.push(call);
      return err(refusal);
    });
    server.send(makeRequest('INVITE', uri, { ...stranger, body: someSdp }));
    const refused = await server.response(refusal.status, 'INVITE');
    if (warning) expect(refused.header('Warning')).toMatch(warning);
    else expect(refused.headers('Warning')).toEqual([]);
    expect(offers).toEqual([someSdp]);
    expect(calls[0]?.end).toMatchObject({ cause: 'rejected', status: refusal.status });
    expect(server.received.filter(({ method, status }) => method === 'INVITE' && status < 400)).toEqual([]);
    expect(phone.log.join('\n')).toContain(`refused with ${refusal.status} before it rang`);
  });

  it.each([
    [['Privacy: id', 'P-Asserted-Identity: <sip:mara@fernleigh.test>'], '"Mara" <sip:mara@fernleigh.test>'],
    [[], '"Anonymous" <sip:anonymous@anonymous.invalid>'],
  ])('from who hides shows nothing', async (headers, from) => {
    const ringing = await ring(headers, someSdp, from);
    expect(callOf(ringing).call.remote).toEqual({ displayName: '', user: '', host: '', anonymous: true });
  });

  it('shows whom the proxy vouches for', async () => {
    const ringing = await ring(['P-Asserted-Identity: "Amir Rao" <sip:4403@fernleigh.test>, <tel:+49301>']);
    expect(callOf(ringing).call.remote).toMatchObject({ displayName: 'Amir Rao', user: '4403', anonymous: false });
  });

  it('asks the caller to refresh where it can, and does so itself where not', async () => {
    const able = await ring(['Supported: timer', 'Session-Expires: 600']);
    await callOf(able).call.answer();
    expect((await able.server.response(200, 'INVITE')).header('Session-Expires')).toBe('600;refresher=uac');
    const unable = await ring();
    await callOf(unable).call.answer();
    expect((await unable.server.response(200, 'INVITE')).header('Session-Expires')).toBe('1800;refresher=uas');
  });

  it('with too short a session is refused with 422', async () => {
    const ringing = await ring(['Supported: timer', 'Session-Expires: 30']);
    expect((await ringing.server.response(422, 'INVITE')).header('Min-SE')).toBe('90');
    expect(ringing.phone.incoming).toHaveLength(0);
  });

  it('that needs an extension we have not is refused with 420', async () => {
    const ringing = await ring(['Require: 100rel, nonsense']);
    expect((await ringing.server.response(420, 'INVITE')).header('Unsupported')).toBe('100rel, nonsense');
  });

  it('rings the second time while the first is up', async () => {
    const ringing = await ring();
    await callOf(ringing).call.answer();
    await acknowledge(ringing);
    ringing.server.send(
      makeRequest('INVITE', ringing.uri, { ...ringing.parts, callId: 'second', branch: 'z9hG4bKsecond' }),
    );
    await until(() => ringing.phone.incoming.length === 2);
    expect(ringing.phone.incoming[1]?.call.state).toBe('ringing');
  });

  it('to a stranger of this phone is refused with 404', async () => {
    const { server, phone } = await ready();
    const parts = { ...stranger, to: '<sip:zoe@fernleigh.test>', body: someSdp };
    server.send(makeRequest('INVITE', 'sip:zoe@127.0.0.1', parts));
    await server.response(404, 'INVITE');
    expect(phone.incoming).toHaveLength(0);
  });
});

describe('waiting messages', () => {
  it.each([
    ['Messages-Waiting: yes\r\nVoice-Message: 3/1 (0/0)\r\n', 3],
    ['Messages-Waiting: yes\r\n', 1],
    ['Messages-Waiting: no\r\nVoice-Message: 0/8\r\n', 0],
  ])('sent unasked are counted: %j', async (body, count) => {
    const { server, phone, uri } = await ready();
    const counts: number[] = [];
    phone.agent.onMessagesWaiting((waiting) => counts.push(waiting));
    const headers = [
      'Event: message-summary',
      'Subscription-State: active',
      'Content-Type: application/simple-message-summary',
    ];
    const parts = {
      callId: 'm',
      from: '<sip:dana@fernleigh.test>;tag=far',
      to: '<sip:dana@fernleigh.test>',
      sequence: 1,
      headers,
      body,
    };
    server.send(makeRequest('NOTIFY', uri, parts));
    await server.response(200, 'NOTIFY');
    expect(counts).toEqual([count]);
  });

  it('are not asked for again from a server that does not know them', async () => {
    const server = await bench.server();
    server.acceptRegistrations();
    const phone = bench.phone(server);
    phone.agent.register(phone.account());
    await server.next('SUBSCRIBE');
    await until(() => phone.log.some((line) => line.includes('no subscription to waiting messages')));
    await phone.clock.advance(4_000_000);
    await until(() => server.count('REGISTER') > 1);
    expect(server.count('SUBSCRIBE')).toBe(1);
  });

  it('are subscribed to after registration', async () => {
    const server = await bench.server();
    server.acceptRegistrations();
    server.onMethod('SUBSCRIBE', (message) =>
      server.reply(message, 200, 'OK', { headers: ['Expires: 3600', 'Contact: <sip:mwi@127.0.0.1>'] }),
    );
    const phone = bench.phone(server);
    phone.agent.register(phone.account());
    const counts: number[] = [];
    phone.agent.onMessagesWaiting((waiting) => counts.push(waiting));
    const subscribe = await server.next('SUBSCRIBE');
    expect(subscribe.header('Event')).toBe('message-summary');
    const parts = {
      callId: subscribe.header('Call-ID'),
      from: `${subscribe.header('To')};tag=server`,
      to: subscribe.header('From'),
      sequence: 1,
      headers: [
        'Event: message-summary',
        'Subscription-State: active;expires=3600',
        'Content-Type: application/simple-message-summary',
      ],
      body: 'Messages-Waiting: yes\r\nVoice-Message: 2/0\r\n',
    };
    server.send(makeRequest('NOTIFY', /<([^>]+)>/.exec(subscribe.header('Contact'))?.[1] ?? '', parts));
    await server.response(200, 'NOTIFY');
    await until(() => counts.length === 1);
    expect(counts).toEqual([2]);
  });
});
