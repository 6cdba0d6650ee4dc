// A call whose server fails it: made once more at the account's next server (RFC 3263 4.3), and never at another call's cost.

import { describe, expect, it } from 'vitest';
import type { SipCall } from '../../../firmware/sip/index.ts';
import { Bench, makeDescriber, type TestPhone, until } from './support/bench.ts';
import { type Message, someSdp } from './support/message.ts';
import type { ScriptedServer } from './support/scripted-server.ts';

const bench = new Bench().install();
const contact = 'Contact: <sip:far@127.0.0.1:5061;transport=tls>';

interface TwoServers {
  readonly first: ScriptedServer;
  readonly second: ScriptedServer;
  readonly phone: TestPhone;
}

async function signedInAtTheFirst(): Promise<TwoServers> {
  const [first, second] = [await bench.server(), await bench.server()];
  for (const server of [first, second]) server.acceptRegistrations();
  const phone = bench.phone(first);
  phone.agent.register(phone.account({ outbound: [first, second].map(({ port }) => `127.0.0.1:${port}`) }));
  await until(() => phone.agent.registration.status === 'registered');
  return { first, second, phone };
}

async function dial({ first, phone }: TwoServers): Promise<{ readonly call: SipCall; readonly invite: Message }> {
  const made = phone.agent.call('4402', makeDescriber());
  if (!made.ok) throw new Error(made.error);
  return { call: made.value, invite: await first.next('INVITE') };
}

function branchOf(message: Message): string {
  return /branch=([^;]+)/.exec(message.header('Via'))?.[1] ?? '';
}

const failures: Readonly<Record<string, (servers: TwoServers, invite: Message) => unknown>> = {
  'says 503': ({ first }, invite) => first.reply(invite, 503, 'Service Unavailable'),
  'says 100, then 503': ({ first }, invite) => {
    first.reply(invite, 100, 'Trying');
    first.reply(invite, 503, 'Service Unavailable');
  },
  'cuts the connection': ({ first }) => first.dropConnections(),
  'stays silent': ({ phone }) => phone.clock.advance(32_000),
};

describe('a call whose server', () => {
  it.each(Object.entries(failures))(
    '%s is made at the next one, as the same request with another branch',
    async (_, fail) => {
      const servers = await signedInAtTheFirst();
      const { second, phone } = servers;
      const { call, invite } = await dial(servers);
      await fail(servers, invite);
      const again = await second.next('INVITE');
      expect(phone.agent.registration).toMatchObject({ status: 'registered', server: `127.0.0.1:${second.port}` });
      for (const name of ['Call-ID', 'From', 'To', 'CSeq']) expect(again.header(name), name).toBe(invite.header(name));
      expect(again.first).toBe(invite.first);
      expect(again.body).toBe(invite.body);
      expect(branchOf(again)).not.toBe(branchOf(invite));
      expect(call.state).toBe('calling');
      second.reply(again, 200, 'OK', { headers: [contact], body: someSdp });
      await until(() => call.state === 'connected');
      await second.next('ACK');
      expect([servers.first.count('INVITE'), second.count('INVITE')]).toEqual([1, 1]);
    },
  );

  it('and the next one say 503 ends with that, after one try at each', async () => {
    const servers = await signedInAtTheFirst();
    const { first, second } = servers;
    const { call, invite } = await dial(servers);
    first.reply(invite, 503, 'Service Unavailable');
    second.reply(await second.next('INVITE'), 503, 'Service Unavailable');
    await until(() => call.state === 'ended');
    expect(call.end).toMatchObject({ cause: 'rejected', status: 503 });
    expect([first.count('INVITE'), second.count('INVITE')]).toEqual([1, 1]);
  });

  it('says 503 where no other takes the phone ends with that within 10 s', async () => {
    const servers = await signedInAtTheFirst();
    const { first, second, phone } = servers;
    second.onMethod('REGISTER', () => undefined);
    const { call, invite } = await dial(servers);
    first.reply(invite, 503, 'Service Unavailable');
    await second.next('REGISTER');
    await phone.clock.advance(9_999);
    expect(call.state).toBe('calling');
    await phone.clock.advance(1);
    expect(call.end).toMatchObject({ cause: 'rejected', status: 503 });
    expect(second.count('INVITE')).toBe(0);
  });

  it('says 503 is let go of when the person hangs up meanwhile', async () => {
    const servers = await signedInAtTheFirst();
    const { first, second, phone } = servers;
    const { call, invite } = await dial(servers);
    first.reply(invite, 503, 'Service Unavailable');
    await until(() => phone.agent.registration.status === 'registering');
    call.hangUp();
    expect(call.end?.cause).toBe('local');
    await until(() => phone.agent.registration.status === 'registered');
    phone.agent.call('4403', makeDescriber());
    expect((await second.next('INVITE')).first).toContain('4403');
    expect(second.count('INVITE')).toBe(1);
  });

  it('says 503 after the far end rang is not asked for elsewhere: that phone has answered for itself', async () => {
    const servers = await signedInAtTheFirst();
    const { first, second } = servers;
    const { call, invite } = await dial(servers);
    first.reply(invite, 180, 'Ringing', { headers: [contact] });
    await until(() => call.state === 'ringing');
    first.reply(invite, 503, 'Service Unavailable');
    await until(() => call.state === 'ended');
    expect(call.end).toMatchObject({ cause: 'rejected', status: 503 });
    expect(second.connections).toBe(0);
  });

  it('says 503 while another call is up ends alone: the other one stays where it is', async () => {
    const servers = await signedInAtTheFirst();
    const { first, second } = servers;
    const standing = await dial(servers);
    first.reply(standing.invite, 200, 'OK', { headers: [contact], body: someSdp });
    await until(() => standing.call.state === 'connected');
    const { call, invite } = await dial(servers);
    first.reply(invite, 503, 'Service Unavailable');
    await until(() => call.state === 'ended');
    expect(call.end).toMatchObject({ cause: 'rejected', status: 503 });
    expect(standing.call.state).toBe('connected');
    expect(second.connections).toBe(0);
  });
});

it('a call for which a longer session is asked stays the same call, with the next sequence number', async () => {
  const servers = await signedInAtTheFirst();
  const { call, invite } = await dial(servers);
  servers.first.reply(invite, 422, 'Session Interval Too Small', { headers: ['Min-SE: 2000'] });
  const again = await servers.first.next('INVITE');
  expect(again.header('Call-ID')).toBe(invite.header('Call-ID'));
  expect(again.header('CSeq')).toBe('2 INVITE');
  expect(again.header('Min-SE')).toBe('2000');
  expect(call.state).toBe('calling');
});
