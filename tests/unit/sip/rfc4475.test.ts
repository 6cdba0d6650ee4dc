// Every message of RFC 4475 over the phone's own TLS connection, in the middle of a call: the verdict is met and the call lives.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SipCall } from '../../../firmware/sip/index.ts';
import { Bench, makeDescriber, type TestPhone, until } from './support/bench.ts';
import { type Message, makeRequest, someSdp } from './support/message.ts';
import type { ScriptedServer } from './support/scripted-server.ts';

interface Verdict {
  readonly message: string;
  readonly verdict: 'ring' | 'reply' | 'ignore' | 'drop';
  readonly status?: number;
  readonly as?: string;
  readonly why: string;
}

const folder = new URL('../../data/rfc4475/', import.meta.url);
const verdicts = JSON.parse(readFileSync(new URL('verdicts.json', folder), 'utf8')) as readonly Verdict[];
const contact = 'Contact: <sip:far@127.0.0.1:5061;transport=tls>';
const bench = new Bench().install();

interface Talking {
  readonly server: ScriptedServer;
  readonly phone: TestPhone;
  readonly call: SipCall;
  readonly invite: Message;
}

async function talk(user: string): Promise<Talking> {
  const server = await bench.server();
  server.acceptRegistrations();
  const phone = bench.phone(server);
  phone.agent.register(phone.account({ address: `${user}@fernleigh.test` }));
  await until(() => phone.agent.registration.status === 'registered');
  await server.next('SUBSCRIBE');
  const made = phone.agent.call('4402', makeDescriber());
  if (!made.ok) throw new Error(made.error);
  const invite = await server.next('INVITE');
  server.reply(invite, 200, 'OK', { headers: [contact], body: someSdp });
  await until(() => made.value.state === 'connected');
  await server.next('ACK');
  return { server, phone, call: made.value, invite };
}

/** The call answers its far end, so it lives not only on paper. */
async function expectAlive({ server, call, invite }: Talking): Promise<void> {
  const uri = /<([^>]+)>/.exec(invite.header('Contact'))?.[1] ?? '';
  const parts = {
    callId: invite.header('Call-ID'),
    from: `${invite.header('To')};tag=server`,
    to: invite.header('From'),
    sequence: 77,
  };
  server.send(makeRequest('INFO', uri, parts));
  await server.response(200, 'INFO');
  expect(call.state).toBe('connected');
}

describe('RFC 4475', () => {
  it('has a verdict for each of its 49 messages', () => {
    expect(new Set(verdicts.map((verdict) => verdict.message)).size).toBe(49);
  });

  it.each(verdicts)('$message: $verdict $status ($why)', async ({ message, verdict, status, as }) => {
    const talking = await talk(as ?? 'dana');
    const { server, phone } = talking;
    const logged = phone.log.length;
    server.send(readFileSync(new URL(`${message}.dat`, folder)));
    if (verdict === 'ring') {
      await until(() => phone.incoming.length === 1);
      await server.response(180, 'INVITE');
    } else if (status !== undefined) {
      await server.next((answer) => answer.status === status);
      if (status >= 400) expect(phone.log.slice(logged).join('\n')).toMatch(/warning .*(refused|dropped)/);
    } else {
      await until(() => phone.log.length > logged || verdict === 'drop');
      if (verdict === 'ignore') expect(phone.log.slice(logged).join('\n')).toMatch(/warning .*(dropped|Discarding)/);
    }
    if (verdict === 'drop') {
      // A message that never ends is given up after a while.
      await until(() => phone.agent.registration.status !== 'registered' || status === undefined);
      for (let seconds = 0; seconds < 12 && phone.agent.registration.status === 'registered'; seconds++)
        await phone.clock.advance(1_000);
      expect(phone.agent.registration).toMatchObject({ status: 'failed', failure: 'server-unreachable' });
      expect(phone.log.slice(logged).join('\n')).toMatch(/warning .*(a Content-Length that is|a message was cut off)/);
      await phone.clock.advance(1_000);
      await until(() => phone.agent.registration.status === 'registered');
      const reinvite = await server.next('INVITE');
      server.reply(reinvite, 200, 'OK', { headers: [contact], body: someSdp });
      await server.next('ACK');
    } else {
      expect(phone.agent.registration.status).toBe('registered');
    }
    await expectAlive(talking);
  });
});
