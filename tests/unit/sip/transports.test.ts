// TCP and secure WebSocket besides TLS, the order of servers by RFC 3263, and what a trace shows.

import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createSipUserAgent, type SipMessageTrace } from '../../../firmware/sip/index.ts';
import { Backoff } from '../../../firmware/sip/link/backoff.ts';
import { locateServers, type NameResolver } from '../../../firmware/sip/location/server-locator.ts';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { Bench, makeDescriber, SeededRandom, until } from './support/bench.ts';
import { makeReply, readMessage, someSdp } from './support/message.ts';

const bench = new Bench().install();

it('registers over TCP', async () => {
  const server = await bench.plainServer();
  server.acceptRegistrations();
  const phone = bench.phone(server);
  phone.agent.register(phone.account({ transport: 'tcp' }));
  await until(() => phone.agent.registration.status === 'registered');
  expect((await server.next('REGISTER')).header('Via')).toMatch(/^SIP\/2\.0\/TCP /);
});

describe('over secure WebSocket', () => {
  async function listen(): Promise<{
    readonly port: number;
    readonly close: () => Promise<void>;
    readonly drop: () => void;
  }> {
    const { certificate: cert, key } = bench.certificate ?? { certificate: '', key: '' };
    const server = https.createServer({ cert, key });
    const sockets = new WebSocketServer({ server, handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false) });
    sockets.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        const message = readMessage(data.toString('utf8'));
        if (message.method === 'REGISTER')
          socket.send(makeReply(message, 200, 'OK', { headers: [`Contact: ${message.header('Contact')}`] }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const drop = (): void => {
      for (const socket of sockets.clients) socket.terminate();
    };
    return {
      port: (server.address() as AddressInfo).port,
      drop,
      close: async () => {
        drop();
        server.close();
        await once(server, 'close');
      },
    };
  }

  it('registers, and comes back after a drop', async () => {
    const server = await listen();
    const phone = bench.phone(server);
    phone.agent.register(phone.account({ transport: 'wss' }));
    await until(() => phone.agent.registration.status === 'registered');
    server.drop();
    await until(() => phone.agent.registration.status === 'failed');
    await phone.clock.advance(1_000);
    await until(() => phone.agent.registration.status === 'registered');
    await phone.agent.unregister();
    await server.close();
  });

  it('looks at the certificate too', async () => {
    const server = await listen();
    const phone = bench.phone(server, new VirtualClock(Date.now() - 400 * 24 * 3600 * 1000));
    phone.agent.register(phone.account({ transport: 'wss' }));
    await until(() => phone.agent.registration.status === 'failed');
    expect(phone.agent.registration).toMatchObject({ failure: 'clock-wrong' });
    phone.agent.register(phone.account({ transport: 'wss', trustAnchors: [] }));
    await until(() =>
      phone.states.some((state) => state.status === 'failed' && state.failure === 'certificate-untrusted'),
    );
    await server.close();
  });
});

describe('RFC 3263', () => {
  const random = new SeededRandom();
  const nothing: NameResolver = { naptr: async () => [], srv: async () => [], addresses: async () => [] };
  const addresses = async (host: string): Promise<readonly string[]> => [`addr.of.${host}`];
  const request = { domain: 'fernleigh.test', outbound: [], transport: 'tls' } as const;

  async function hosts(change: Partial<NameResolver>, wanted: Parameters<typeof locateServers>[0] = request) {
    const located = await locateServers(wanted, { ...nothing, addresses, ...change }, random);
    return located.ok ? located.value.map((target) => `${target.host}:${target.port}`) : located.error.kind;
  }

  it('follows NAPTR to SRV in order of preference', async () => {
    const found = await hosts({
      naptr: async () => [
        { order: 20, preference: 1, service: 'SIPS+D2T', replacement: 'late' },
        { order: 10, preference: 1, service: 'SIP+D2U', replacement: 'udp' },
        { order: 10, preference: 2, service: 'sips+d2t', replacement: 'early' },
      ],
      srv: async (name) => (name === 'early' ? [{ priority: 1, weight: 0, name: 'a', port: 5071 }] : []),
    });
    expect(found).toEqual(['addr.of.a:5071']);
  });

  it('asks SRV of the transport where there is no NAPTR', async () => {
    const asked: string[] = [];
    const found = await hosts({
      srv: async (name) => {
        asked.push(name);
        return [
          { priority: 2, weight: 1, name: 'second', port: 5062 },
          { priority: 1, weight: 1, name: 'first', port: 5061 },
        ];
      },
    });
    expect(asked).toEqual(['_sips._tcp.fernleigh.test']);
    expect(found).toEqual(['addr.of.first:5061', 'addr.of.second:5062']);
  });

  it('falls back to the address with the port of the transport', async () => {
    expect(await hosts({})).toEqual(['addr.of.fernleigh.test:5061']);
    expect(await hosts({}, { ...request, transport: 'tcp' })).toEqual(['addr.of.fernleigh.test:5060']);
    expect(await hosts({}, { ...request, transport: 'wss' })).toEqual(['addr.of.fernleigh.test:443']);
  });

  it('takes no SRV where a port is given, nor for a number, and tries several in order', async () => {
    const srv = async () => [{ priority: 1, weight: 1, name: 'srv', port: 1 }];
    const outbound = ['one.test:6000', '192.0.2.7', '[2001:db8::1]:6001', '2001:db8::2'];
    expect(await hosts({ srv }, { ...request, outbound })).toEqual([
      'addr.of.one.test:6000',
      '192.0.2.7:5061',
      '2001:db8::1:6001',
      '2001:db8::2:5061',
    ]);
  });

  it('draws by weight among equals', async () => {
    const firsts = new Map<string, number>();
    const records = [
      { priority: 1, weight: 90, name: 'heavy', port: 1 },
      { priority: 1, weight: 10, name: 'light', port: 1 },
    ];
    for (let draw = 0; draw < 400; draw++) {
      const [first] = await hosts({ srv: async () => records });
      firsts.set(first ?? '', (firsts.get(first ?? '') ?? 0) + 1);
    }
    expect(firsts.get('addr.of.heavy:1')).toBeGreaterThan(300);
    expect(firsts.get('addr.of.light:1')).toBeGreaterThan(10);
  });

  it.each([['bad host'], ['host:0'], ['host:99999'], ['a/b']])('says that %j is no place', async (place) => {
    expect(await hosts({}, { ...request, outbound: [place] })).toBe('server-name-unknown');
  });

  it('says where no name is known', async () => {
    expect(await hosts({ addresses: async () => [] })).toBe('server-name-unknown');
  });
});

it('backs off by doubling with jitter, up to a minute', () => {
  const backoff = new Backoff(new SeededRandom());
  const waits = Array.from({ length: 10 }, () => backoff.nextMs());
  for (const [index, wait] of waits.entries()) {
    const bound = Math.min(60_000, 1_000 * 2 ** index);
    expect(wait).toBeGreaterThanOrEqual(bound / 2);
    expect(wait).toBeLessThanOrEqual(bound);
  }
  backoff.reset();
  expect(backoff.nextMs()).toBeLessThanOrEqual(1_000);
});

it('shows every message in the trace without credentials and keys', async () => {
  const server = await bench.server();
  const phone = await bench.registeredPhone(server);
  const trace: SipMessageTrace[] = [];
  phone.agent.onTrace((entry) => trace.push(entry));
  const secret = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const withKey = `${someSdp}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${secret}|2^20\r\n`;
  phone.agent.call('4402', makeDescriber({ offer: async () => ({ ok: true, value: withKey }) }));
  const invite = await server.next('INVITE');
  server.reply(invite, 407, 'Proxy Authentication Required', {
    headers: ['Proxy-Authenticate: Digest realm="r", nonce="n", algorithm=SHA-256, qop="auth"'],
  });
  const signed = await server.next('INVITE');
  const response = /response="([^"]+)"/.exec(signed.header('Proxy-Authorization'))?.[1] ?? 'none';
  const all = trace.map((entry) => entry.text).join('\n');
  expect(signed.body).toContain(secret);
  expect(all).toContain('inline:***|2^20');
  expect(all).toContain('Proxy-Authorization: ***');
  expect(all).not.toContain(secret);
  expect(all).not.toContain(response);
  expect(trace.map((entry) => entry.direction)).toContain('received');
});

it('refuses an address that is none', async () => {
  const clock = new VirtualClock();
  const agent = createSipUserAgent({ clock, random: new SeededRandom() });
  const phone = bench.phone({ port: 1 });
  agent.register(phone.account({ address: 'nonsense' }));
  expect(agent.registration).toMatchObject({ status: 'failed', failure: 'unknown-user' });
  expect(agent.call('1', makeDescriber()).ok).toBe(false);
  await agent.close();
});
