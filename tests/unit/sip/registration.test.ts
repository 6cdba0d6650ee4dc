// Registration over real TLS: what the phone says to each answer, and when it speaks again.

import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { UserAgentCore } from '../../../firmware/sip/library/sipjs.ts';
import { Bench, until } from './support/bench.ts';
import type { Message } from './support/message.ts';

const bench = new Bench().install();

function challenge(algorithm: string, nonce = 'n1'): string {
  return `WWW-Authenticate: Digest realm="fernleigh.test", nonce="${nonce}", algorithm=${algorithm}, qop="auth"`;
}

function verify(message: Message, algorithm: 'sha256' | 'md5', password = 'harbour-lamp-42'): boolean {
  const field = (name: string): string =>
    new RegExp(`${name}="?([^",]+)`).exec(message.header('Authorization'))?.[1] ?? '';
  const hash = (text: string): string => createHash(algorithm).update(text).digest('hex');
  const action = hash(`${message.method}:${field(' uri')}`);
  const secret = hash(`dana:fernleigh.test:${password}`);
  return field('response') === hash(`${secret}:${field(' nonce')}:${field('nc')}:${field('cnonce')}:auth:${action}`);
}

describe('registration', () => {
  it('registers over TLS and tells where', async () => {
    const server = await bench.server();
    const phone = await bench.registeredPhone(server);
    expect(phone.agent.registration).toMatchObject({
      status: 'registered',
      server: `127.0.0.1:${server.port}`,
      localAddress: '127.0.0.1',
    });
    const register = await server.next('REGISTER');
    expect(register.first).toBe('REGISTER sip:fernleigh.test SIP/2.0');
    expect(register.header('Contact')).toMatch(
      /^<sip:[0-9a-f]{24}@127\.0\.0\.1:\d+;transport=tls>;\+sip\.instance="<urn:uuid:/,
    );
    expect(register.header('Via')).toMatch(/^SIP\/2\.0\/TLS 127\.0\.0\.1:\d+;branch=z9hG4bK[0-9a-f]{24};rport$/);
  });

  it('answers SHA-256 where MD5 is offered first', async () => {
    const server = await bench.server();
    server.acceptRegistrations();
    server.on((message) => {
      if (message.method !== 'REGISTER' || message.header('Authorization') !== '') return false;
      server.reply(message, 401, 'Unauthorized', { headers: [challenge('MD5'), challenge('SHA-256')] });
      return true;
    });
    const phone = bench.phone(server);
    phone.agent.register(phone.account());
    await until(() => phone.agent.registration.status === 'registered');
    const signed = await server.next((message) => message.header('Authorization') !== '');
    expect(signed.header('Authorization')).toContain('algorithm=SHA-256');
    expect(verify(signed, 'sha256')).toBe(true);
  });

  it('gives no MD5 unless policy allows it', async () => {
    const server = await bench.server();
    server.onMethod('REGISTER', (message) =>
      server.reply(message, 401, 'Unauthorized', { headers: [challenge('MD5')] }),
    );
    const phone = bench.phone(server);
    phone.agent.register(phone.account());
    await until(() => phone.agent.registration.status === 'failed');
    expect(phone.agent.registration).toMatchObject({ failure: 'weak-authentication', nextAttemptAtMs: undefined });
    expect(server.received.some((message) => message.header('Authorization') !== '')).toBe(false);
  });

  it('gives MD5 where policy allows it and nothing better is offered', async () => {
    const server = await bench.server();
    server.acceptRegistrations();
    server.on((message) => {
      if (message.method !== 'REGISTER' || message.header('Authorization') !== '') return false;
      server.reply(message, 401, 'Unauthorized', { headers: [challenge('MD5')] });
      return true;
    });
    const phone = bench.phone(server);
    phone.agent.register(phone.account({ allowMd5: true }));
    await until(() => phone.agent.registration.status === 'registered');
    const signed = await server.next((message) => message.header('Authorization') !== '');
    expect(verify(signed, 'md5')).toBe(true);
  });

  it.each([
    [401, 'wrong-password'],
    [403, 'wrong-password'],
    [404, 'unknown-user'],
  ])('takes %i after its answer for %s and does not try again', async (status, failure) => {
    const server = await bench.server();
    server.onMethod('REGISTER', (message) => {
      const first = message.header('Authorization') === '';
      if (first) server.reply(message, 401, 'Unauthorized', { headers: [challenge('SHA-256')] });
      else server.reply(message, status, 'No', { headers: status === 401 ? [challenge('SHA-256', 'n2')] : [] });
    });
    const phone = bench.phone(server);
    phone.agent.register(phone.account());
    await until(() => phone.agent.registration.status === 'failed');
    expect(phone.agent.registration).toMatchObject({ failure, nextAttemptAtMs: undefined });
    await phone.clock.advance(3_600_000);
    expect(server.count('REGISTER')).toBe(2);
  });

  it('asks for longer where the interval is too brief', async () => {
    const server = await bench.server();
    server.acceptRegistrations(900);
    server.on((message) => {
      if (message.method !== 'REGISTER' || message.header('Expires') !== '300') return false;
      server.reply(message, 423, 'Interval Too Brief', { headers: ['Min-Expires: 900'] });
      return true;
    });
    const phone = bench.phone(server);
    phone.agent.register(phone.account());
    await until(() => phone.agent.registration.status === 'registered');
    expect(
      server.received.filter((message) => message.method === 'REGISTER').map((message) => message.header('Expires')),
    ).toEqual(['300', '900']);
  });

  it('refreshes at about half of what was granted', async () => {
    const server = await bench.server();
    const phone = await bench.registeredPhone(server);
    await phone.clock.advance(0.44 * 300_000);
    expect(server.count('REGISTER')).toBe(1);
    await phone.clock.advance(0.12 * 300_000);
    await until(() => server.count('REGISTER') === 2);
    expect(phone.agent.registration.status).toBe('registered');
  });

  it('leaves nothing behind in the library, however often it refreshes', async () => {
    const register = vi.spyOn(UserAgentCore.prototype, 'register');
    const server = await bench.server();
    const phone = await bench.registeredPhone(server);
    for (let refresh = 2; refresh <= 6; refresh++) {
      await phone.clock.advance(0.56 * 300_000);
      await until(() => server.count('REGISTER') === refresh);
    }
    const core = register.mock.contexts.at(-1) as UserAgentCore | undefined;
    register.mockRestore();
    await until(() => core?.userAgentClients.size === 0);
  });

  it('withdraws, and does not wait for a server that is silent', async () => {
    const server = await bench.server();
    const phone = await bench.registeredPhone(server);
    server.onMethod('REGISTER', () => undefined);
    const left = phone.agent.unregister();
    await until(() => server.count('REGISTER') === 2);
    expect(server.received.at(-1)?.header('Expires')).toBe('0');
    await phone.clock.advance(1_000);
    await left;
    expect(phone.agent.registration).toEqual({ status: 'unregistered' });
  });

  it('goes to the second server where the first refuses service', async () => {
    const first = await bench.server();
    const second = await bench.server();
    first.onMethod('REGISTER', (message) => first.reply(message, 503, 'Service Unavailable'));
    second.acceptRegistrations();
    const phone = bench.phone(first);
    phone.agent.register(phone.account({ outbound: [`127.0.0.1:${first.port}`, `127.0.0.1:${second.port}`] }));
    await until(() => phone.agent.registration.status === 'failed');
    await phone.clock.advance(1_000);
    await until(() => phone.agent.registration.status === 'registered');
    expect(phone.agent.registration).toMatchObject({ server: `127.0.0.1:${second.port}` });
  });

  it('comes back by itself after a drop', async () => {
    const server = await bench.server();
    const phone = await bench.registeredPhone(server);
    server.dropConnections();
    await until(() => phone.agent.registration.status === 'failed');
    expect(phone.agent.registration).toMatchObject({ failure: 'server-unreachable' });
    await phone.clock.advance(1_000);
    await until(() => phone.agent.registration.status === 'registered');
    expect(server.connections).toBe(2);
  });
});
