// Oversized, cut off and senseless input on the signalling connection while a call is up: the call lives and the log says why.

import { describe, expect, it } from 'vitest';
import type { SipCall } from '../../../firmware/sip/index.ts';
import { Bench, makeDescriber, type TestPhone, until } from './support/bench.ts';
import { join, someSdp } from './support/message.ts';
import type { ScriptedServer } from './support/scripted-server.ts';

const bench = new Bench().install();
const contact = 'Contact: <sip:far@127.0.0.1:5061;transport=tls>';

async function talk(): Promise<{ server: ScriptedServer; phone: TestPhone; call: SipCall }> {
  const server = await bench.server();
  const phone = await bench.registeredPhone(server);
  const made = phone.agent.call('4402', makeDescriber());
  if (!made.ok) throw new Error(made.error);
  server.reply(await server.next('INVITE'), 200, 'OK', { headers: [contact], body: someSdp });
  await until(() => made.value.state === 'connected');
  return { server, phone, call: made.value };
}

function notify(extra: readonly string[], body: string): string {
  const head = [
    'NOTIFY sip:dana@fernleigh.test SIP/2.0',
    'Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bKbad',
    'From: <sip:a@b.test>;tag=1',
    'To: <sip:dana@fernleigh.test>',
    'Call-ID: bad',
    'CSeq: 1 NOTIFY',
    ...extra,
  ];
  return join(head, body);
}

describe('on the signalling connection', () => {
  it('headers over 64 KiB end the connection, not the call', async () => {
    const { server, phone, call } = await talk();
    server.send(notify([`X-Long: ${'a'.repeat(65 * 1024)}`], ''));
    await until(() => phone.agent.registration.status === 'failed');
    expect(phone.log.join('\n')).toContain('headers over 65536 bytes');
    await phone.clock.advance(1_000);
    await until(() => phone.agent.registration.status === 'registered');
    expect(call.state).toBe('connected');
  });

  it('headers that never end end the connection, not the call', async () => {
    const { server, phone, call } = await talk();
    server.send(`OPTIONS sip:dana@fernleigh.test SIP/2.0\r\nX-Long: ${'a'.repeat(70 * 1024)}`);
    await until(() => phone.agent.registration.status === 'failed');
    expect(call.state).toBe('connected');
  });

  it.each([
    ['text/plain', 256 * 1024 + 1],
    ['application/conference-info+xml', 2 * 1024 * 1024 + 1],
  ])('a body of %s with %i bytes is refused with 513 and passed over', async (type, bytes) => {
    const { server, phone, call } = await talk();
    server.send(notify(['Event: conference', `Content-Type: ${type}`], 'x'.repeat(bytes)));
    await server.response(513, 'NOTIFY');
    server.send(notify(['Event: conference'], ''));
    await server.response(489, 'NOTIFY');
    expect(phone.log.join('\n')).toContain(`a body of ${bytes} bytes`);
    expect(phone.agent.registration.status).toBe('registered');
    expect(call.state).toBe('connected');
  });

  it('a conference-info body of 1 MiB is read', async () => {
    const { server, phone } = await talk();
    server.send(
      notify(['Event: conference', 'Content-Type: application/conference-info+xml'], 'x'.repeat(1024 * 1024)),
    );
    await server.response(489, 'NOTIFY');
    expect(phone.log.join('\n')).not.toContain('a body of');
  });

  it('a message cut off in the middle is given up after 10 s', async () => {
    const { server, phone, call } = await talk();
    server.send(notify([], 'Messages-Waiting: yes\r\n').slice(0, 150));
    await until(() => phone.clock.pendingTimers > 0);
    for (let seconds = 0; seconds < 12 && phone.agent.registration.status === 'registered'; seconds++)
      await phone.clock.advance(1_000);
    expect(phone.log.join('\n')).toContain('a message was cut off in the middle');
    expect(call.state).toBe('connected');
  });

  it('bytes without sense end the connection, not the call', async () => {
    const { server, phone, call } = await talk();
    server.send(Uint8Array.from({ length: 4096 }, (_, index) => (index * 73) % 256));
    server.send('\r\nGET / HTTP/1.1\r\n\r\n');
    await until(() => phone.agent.registration.status === 'failed');
    expect(phone.log.join('\n')).toContain('bytes that are no SIP message');
    expect(call.state).toBe('connected');
  });

  it('keep-alives are answered, and asked for', async () => {
    const { server, phone } = await talk();
    server.send('\r\n\r\n');
    server.send(notify(['Event: conference'], ''));
    await server.response(489, 'NOTIFY');
    await phone.clock.advance(95_000);
    expect(phone.agent.registration.status).toBe('registered');
  });

  it('a server that stops answering keep-alives is left', async () => {
    const { server, phone, call } = await talk();
    server.send('\r\n');
    server.send(notify(['Event: conference'], ''));
    await server.response(489, 'NOTIFY');
    await phone.clock.advance(95_000);
    await phone.clock.advance(10_000);
    await until(() => phone.agent.registration.status !== 'registered');
    expect(phone.log.join('\n')).toContain('no answer to a keep-alive');
    expect(call.state).toBe('connected');
  });
});
