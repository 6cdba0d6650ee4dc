// Calls that the phone makes, over real TLS, against a server that answers in every way a server may.

import { describe, expect, it } from 'vitest';
import type { SipCall } from '../../../firmware/sip/index.ts';
import { err } from '../../../hal/result.ts';
import { Bench, makeDescriber, type TestDescriber, type TestPhone, until } from './support/bench.ts';
import { type Message, makeRequest, someSdp } from './support/message.ts';
import type { ScriptedServer } from './support/scripted-server.ts';

const bench = new Bench().install();
const contact = 'Contact: <sip:far@127.0.0.1:5061;transport=tls>';

interface Dialled {
  readonly server: ScriptedServer;
  readonly phone: TestPhone;
  readonly call: SipCall;
  readonly describer: TestDescriber;
  readonly invite: Message;
}

async function dial(target = '4402', describer = makeDescriber()): Promise<Dialled> {
  const server = await bench.server();
  const phone = await bench.registeredPhone(server);
  const made = phone.agent.call(target, describer);
  if (!made.ok) throw new Error(made.error);
  return { server, phone, call: made.value, describer, invite: await server.next('INVITE') };
}

async function connect(headers: readonly string[] = []): Promise<Dialled> {
  const dialled = await dial();
  dialled.server.reply(dialled.invite, 200, 'OK', { headers: [contact, ...headers], body: someSdp });
  await until(() => dialled.call.state === 'connected');
  return dialled;
}

/** A request from the far end within the call. */
function within(dialled: Dialled, method: string, sequence: number, headers: readonly string[] = [], body = ''): void {
  const { invite, server } = dialled;
  const uri = /<([^>]+)>/.exec(invite.header('Contact'))?.[1] ?? '';
  const parts = {
    callId: invite.header('Call-ID'),
    from: `${invite.header('To')};tag=server`,
    to: invite.header('From'),
    sequence,
    headers,
    body,
  };
  server.send(makeRequest(method, uri, parts));
}

describe('an outgoing call', () => {
  it('rings, connects and is acknowledged', async () => {
    const { server, call, describer, invite } = await dial();
    expect(invite.first).toBe('INVITE sip:4402@fernleigh.test SIP/2.0');
    expect(invite.body).toBe(someSdp);
    expect(call.state).toBe('calling');
    server.reply(invite, 180, 'Ringing', { headers: [contact] });
    await until(() => call.state === 'ringing');
    server.reply(invite, 200, 'OK', { headers: [contact], body: someSdp });
    await until(() => call.state === 'connected');
    const ack = await server.next('ACK');
    expect(ack.header('Via')).toMatch(/branch=z9hG4bK[0-9a-f]{24}/);
    expect(describer.accepted).toEqual([someSdp]);
    call.hangUp();
    const bye = await server.next('BYE');
    server.reply(bye, 200, 'OK');
    expect(call.end).toMatchObject({ cause: 'local' });
  });

  it.each([
    ['+49 (30) 1234-56', 'sip:+49301234-56@fernleigh.test'.replace('-', '')],
    ['*97', 'sip:*97@fernleigh.test'],
    ['#31#4402', 'sip:%2331%234402@fernleigh.test'],
    ['mara', 'sip:mara@fernleigh.test'],
    ['mara@elsewhere.test', 'sip:mara@elsewhere.test'],
    ['sip:mara@elsewhere.test', 'sip:mara@elsewhere.test'],
  ])('to %s goes to %s', async (target, uri) => {
    const { invite } = await dial(target);
    expect(invite.first).toBe(`INVITE ${uri} SIP/2.0`);
  });

  it.each(['', '   ', 'a b@', '<>', 'sip:x@y?Subject=1', 'x'.repeat(300)])(
    'to %j is refused before anything is sent',
    async (target) => {
      const server = await bench.server();
      const phone = await bench.registeredPhone(server);
      expect(phone.agent.call(target, makeDescriber()).ok).toBe(false);
    },
  );

  it.each([486, 404, 480, 603, 500, 503])('that is answered %i ends with that status', async (status) => {
    const { server, call, invite } = await dial();
    server.reply(invite, status, 'No');
    await until(() => call.state === 'ended');
    expect(call.end).toEqual({ cause: 'rejected', status, phrase: 'No' });
    await server.next('ACK');
  });

  it('answers a challenge by the proxy', async () => {
    const { server, call, invite } = await dial();
    server.reply(invite, 407, 'Proxy Authentication Required', {
      headers: ['Proxy-Authenticate: Digest realm="fernleigh.test", nonce="abc", algorithm=SHA-256, qop="auth"'],
    });
    const again = await server.next('INVITE');
    expect(again.header('Proxy-Authorization')).toMatch(/nonce="abc".*algorithm=SHA-256/);
    server.reply(again, 180, 'Ringing', { headers: [contact] });
    await until(() => call.state === 'ringing');
  });

  it('signs the next call ahead with the nonce it knows', async () => {
    const { server, phone, invite } = await dial();
    server.reply(invite, 407, 'Proxy Authentication Required', {
      headers: ['Proxy-Authenticate: Digest realm="fernleigh.test", nonce="abc", algorithm=SHA-256, qop="auth"'],
    });
    await server.next('INVITE');
    phone.agent.call('4403', makeDescriber());
    const second = await server.next('INVITE');
    expect(second.headers('Proxy-Authorization')).toHaveLength(1);
    expect(second.header('Proxy-Authorization')).toContain('nc=00000002');
    server.reply(second, 407, 'Proxy Authentication Required', {
      headers: [
        'Proxy-Authenticate: Digest realm="fernleigh.test", nonce="def", stale=true, algorithm=SHA-256, qop="auth"',
      ],
    });
    const third = await server.next('INVITE');
    expect(third.headers('Proxy-Authorization')).toHaveLength(1);
    expect(third.header('Proxy-Authorization')).toContain('nonce="def"');
  });

  it('is taken back by CANCEL while it rings', async () => {
    const { server, call, invite } = await dial();
    server.reply(invite, 180, 'Ringing', { headers: [contact] });
    await until(() => call.state === 'ringing');
    call.hangUp();
    const cancel = await server.next('CANCEL');
    expect(cancel.header('Via')).toBe(invite.header('Via'));
    server.reply(cancel, 200, 'OK');
    server.reply(invite, 487, 'Request Terminated');
    expect(call.end?.cause).toBe('local');
    await server.next('ACK');
  });

  it('that is answered after it was taken back is released', async () => {
    const { server, call, invite } = await dial();
    call.hangUp();
    server.reply(invite, 200, 'OK', { headers: [contact], body: someSdp });
    await server.next('ACK');
    await server.next('BYE');
    expect(call.end?.cause).toBe('local');
  });

  it('keeps the first of forked answers and releases the others', async () => {
    const { server, call, invite } = await dial();
    server.reply(invite, 180, 'Ringing', { headers: [contact], toTag: 'one' });
    server.reply(invite, 180, 'Ringing', { headers: [contact], toTag: 'two' });
    server.reply(invite, 200, 'OK', { headers: [contact], toTag: 'two', body: someSdp });
    await until(() => call.state === 'connected');
    server.reply(invite, 200, 'OK', { headers: [contact], toTag: 'three', body: someSdp });
    const bye = await server.next('BYE');
    expect(bye.header('To')).toContain('tag=three');
    expect(call.state).toBe('connected');
  });

  it('hears early media, and takes the final description of another branch', async () => {
    const { server, call, describer, invite } = await dial();
    server.reply(invite, 183, 'Session Progress', { headers: [contact], toTag: 'one', body: someSdp });
    await until(() => call.state === 'early-media');
    const other = someSdp.replace('6000', '7000');
    server.reply(invite, 200, 'OK', { headers: [contact], toTag: 'two', body: other });
    await until(() => call.state === 'connected');
    expect(describer.accepted).toEqual([someSdp, other]);
  });

  it('ends where the answer cannot be agreed to', async () => {
    const { server, call, invite } = await dial('4402', makeDescriber({ accept: async () => err('no common codec') }));
    server.reply(invite, 200, 'OK', { headers: [contact], body: someSdp });
    await until(() => call.state === 'ended');
    expect(call.end).toMatchObject({ cause: 'media-refused', phrase: 'no common codec' });
    await server.next('BYE');
  });

  it('is given up where nobody answers at all', async () => {
    const { phone, call } = await dial();
    await phone.clock.advance(32_000);
    expect(call.end?.cause).toBe('network-lost');
  });

  it('that waits for its answer ends when the connection goes', async () => {
    const { server, phone, call, invite } = await dial();
    server.reply(invite, 180, 'Ringing', { headers: [contact] });
    await until(() => call.state === 'ringing');
    server.dropConnections();
    await until(() => call.state === 'ended');
    expect(call.end?.cause).toBe('network-lost');
    await phone.clock.advance(1_000);
    await server.next('CANCEL');
  });

  it('shows whom the proxy vouches for', async () => {
    const { server, call, invite } = await dial();
    server.reply(invite, 180, 'Ringing', {
      headers: [contact, 'P-Asserted-Identity: "Mara Kov\u00e1cs" <sip:mara@fernleigh.test>'],
    });
    await until(() => call.state === 'ringing');
    expect(call.remote).toEqual({
      displayName: 'Mara Kov\u00e1cs',
      user: 'mara',
      host: 'fernleigh.test',
      anonymous: false,
    });
  });
});

describe('a connected call', () => {
  it('ends when the far end hangs up', async () => {
    const dialled = await connect();
    within(dialled, 'BYE', 10);
    await until(() => dialled.call.state === 'ended');
    expect(dialled.call.end?.cause).toBe('remote');
    await dialled.server.response(200, 'BYE');
  });

  it('sends a fresh offer and takes its answer', async () => {
    const { server, call, describer } = await connect();
    const done = call.renegotiate();
    const reinvite = await server.next('INVITE');
    expect(reinvite.header('To')).toContain('tag=server');
    server.reply(reinvite, 200, 'OK', { headers: [contact], body: someSdp });
    expect(await done).toEqual({ ok: true, value: undefined });
    expect(describer.offers).toBe(2);
    expect(describer.accepted).toHaveLength(2);
  });

  it.each([
    [491, []],
    [500, ['Retry-After: 1']],
  ])('tries again after %i', async (status, headers) => {
    const { server, phone, call } = await connect();
    const done = call.renegotiate();
    server.reply(await server.next('INVITE'), status, 'Later', { headers });
    await server.next('ACK');
    await server.next('ACK');
    await phone.clock.advance(4_000);
    const again = await server.next('INVITE');
    server.reply(again, 200, 'OK', { headers: [contact], body: someSdp });
    expect((await done).ok).toBe(true);
  });

  it('stays as it was where the far end refuses a change', async () => {
    const { server, call } = await connect();
    const done = call.renegotiate();
    server.reply(await server.next('INVITE'), 488, 'Not Acceptable Here');
    expect(await done).toEqual({ ok: false, error: '488 Not Acceptable Here' });
    expect(call.state).toBe('connected');
  });

  it('ends where the far end knows of no such call', async () => {
    const { server, call } = await connect();
    const done = call.renegotiate();
    server.reply(await server.next('INVITE'), 481, 'Call Does Not Exist');
    expect((await done).ok).toBe(false);
    expect(call.end?.cause).toBe('network-lost');
  });

  it('answers a re-INVITE and one without a description', async () => {
    const dialled = await connect();
    const held = someSdp.replace('m=audio', 'a=sendonly\r\nm=audio');
    within(dialled, 'INVITE', 10, [], held);
    const first = await dialled.server.response(200, 'INVITE');
    expect(first.body).toBe(someSdp);
    expect(dialled.describer.answered).toEqual([held]);
    within(dialled, 'ACK', 10);
    within(dialled, 'INVITE', 11);
    const second = await dialled.server.response(200, 'INVITE');
    expect(second.body).toBe(someSdp);
    within(dialled, 'ACK', 11, [], held);
    await until(() => dialled.describer.accepted.includes(held));
  });

  it('answers UPDATE with and without a description', async () => {
    const dialled = await connect();
    within(dialled, 'UPDATE', 10, ['Supported: timer', 'Session-Expires: 600;refresher=uac']);
    const bare = await dialled.server.response(200, 'UPDATE');
    expect(bare.header('Session-Expires')).toBe('600;refresher=uac');
    within(dialled, 'UPDATE', 11, [], someSdp);
    expect((await dialled.server.response(200, 'UPDATE')).body).toBe(someSdp);
    within(dialled, 'UPDATE', 11, [], someSdp);
    await dialled.server.response(500, 'UPDATE');
  });

  it('tolerates INFO, OPTIONS and an unknown method', async () => {
    const dialled = await connect();
    within(dialled, 'INFO', 10, ['Content-Type: application/dtmf-relay'], 'Signal=1');
    await dialled.server.response(200, 'INFO');
    within(dialled, 'OPTIONS', 11);
    await dialled.server.response(200, 'OPTIONS');
    within(dialled, 'DANCE', 12);
    await dialled.server.response(405, 'DANCE');
    expect(dialled.call.state).toBe('connected');
  });
});

describe('session timers', () => {
  it('refreshes by UPDATE at half time where the far end takes it', async () => {
    const { server, phone, call } = await connect([
      'Session-Expires: 100;refresher=uac',
      'Allow: INVITE, ACK, BYE, UPDATE',
    ]);
    await phone.clock.advance(50_000);
    const update = await server.next('UPDATE');
    expect(update.header('Session-Expires')).toBe('100;refresher=uac');
    server.reply(update, 200, 'OK', { headers: [contact, 'Session-Expires: 100;refresher=uac'] });
    await server.next('ACK');
    await until(() => phone.clock.pendingTimers > 0);
    await phone.clock.advance(50_000);
    await server.next('UPDATE');
    expect(call.state).toBe('connected');
  });

  it('refreshes by re-INVITE where UPDATE is not allowed', async () => {
    const { server, phone } = await connect(['Session-Expires: 100;refresher=uac']);
    await phone.clock.advance(50_000);
    expect((await server.next('INVITE')).header('Session-Expires')).toBe('100;refresher=uac');
  });

  it('ends the call when no refresh comes from the far end', async () => {
    const { server, phone, call } = await connect(['Session-Expires: 90;refresher=uas']);
    await phone.clock.advance(59_000);
    expect(call.state).toBe('connected');
    await phone.clock.advance(2_000);
    expect(call.end?.cause).toBe('session-expired');
    await server.next('BYE');
  });

  it('ends the call when its own refresh stays without answer', async () => {
    const { phone, call } = await connect(['Session-Expires: 90;refresher=uac', 'Allow: UPDATE']);
    await phone.clock.advance(91_000);
    expect(call.end?.cause).toBe('session-expired');
  });
});

describe('loss of the connection', () => {
  it('leaves the call up and tells the far end afterwards where we are', async () => {
    const { server, phone, call, invite } = await connect();
    const before = invite.header('Contact');
    server.dropConnections();
    await until(() => phone.agent.registration.status === 'failed');
    expect(call.state).toBe('connected');
    await phone.clock.advance(1_000);
    await until(() => phone.agent.registration.status === 'registered');
    const reinvite = await server.next('INVITE');
    expect(reinvite.header('Call-ID')).toBe(invite.header('Call-ID'));
    expect(reinvite.header('Contact')).not.toBe(before);
    server.reply(reinvite, 200, 'OK', { headers: [contact], body: someSdp });
    await server.next(
      (message) =>
        message.method === 'ACK' && message.header('CSeq') === reinvite.header('CSeq').replace('INVITE', 'ACK'),
    );
    expect(call.state).toBe('connected');
    call.hangUp();
    await server.next('BYE');
  });

  it('sends a BYE that was due meanwhile as soon as it can', async () => {
    const { server, phone, call } = await connect();
    server.dropConnections();
    await until(() => phone.agent.registration.status === 'failed');
    call.hangUp();
    expect(call.end?.cause).toBe('local');
    await phone.clock.advance(1_000);
    await server.next('BYE');
  });

  it('ends the call when the connection does not come back', async () => {
    const { server, phone, call } = await connect();
    bench.forget(server);
    await server.close();
    await until(() => phone.agent.registration.status === 'failed');
    for (let minute = 0; minute < 4 && call.state !== 'ended'; minute++) await phone.clock.advance(60_000);
    expect(call.end?.cause).toBe('network-lost');
  });
});
