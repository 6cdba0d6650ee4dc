// Each way a connection can fail has a name of its own, and the certificate is always looked at.

import { describe, expect, it } from 'vitest';
import { checkValidity, classifyConnectError, plausibleWall } from '../../../firmware/sip/transport/connect-failure.ts';
import { VirtualClock } from '../../../hal/sim/virtual-clock.ts';
import { Bench, type TestPhone, until } from './support/bench.ts';
import { type CertificateWish, makeAuthority, type ServerCertificate } from './support/certificates.ts';

const day = 24 * 3600 * 1000;
const bench = new Bench().install();

async function certificate(wish: CertificateWish): Promise<ServerCertificate> {
  if (!bench.authority) throw new Error('no authority');
  return bench.authority.issue(wish);
}

async function failureOf(phone: TestPhone, change: Parameters<TestPhone['account']>[0] = {}): Promise<unknown> {
  phone.agent.register(phone.account(change));
  await until(() => phone.agent.registration.status === 'failed');
  return phone.agent.registration;
}

describe('a certificate', () => {
  it('that has expired is named so', async () => {
    const server = await bench.server(
      await certificate({ notBefore: new Date(Date.now() - 40 * day), notAfter: new Date(Date.now() - 2 * day) }),
    );
    expect(await failureOf(bench.phone(server))).toMatchObject({ failure: 'certificate-expired' });
  });

  it('of tomorrow is not yet valid', async () => {
    const server = await bench.server(await certificate({ notBefore: new Date(Date.now() + day / 2) }));
    expect(await failureOf(bench.phone(server))).toMatchObject({ failure: 'certificate-not-yet-valid' });
  });

  it('of next year means that our clock is behind', async () => {
    const server = await bench.server(
      await certificate({ notBefore: new Date(Date.now() + 300 * day), notAfter: new Date(Date.now() + 600 * day) }),
    );
    expect(await failureOf(bench.phone(server))).toMatchObject({ failure: 'clock-wrong' });
  });

  it.each([-365, 365 + 300])('is judged by the phone own clock, %i days off', async (days) => {
    const server = await bench.server();
    const phone = bench.phone(server, new VirtualClock(Date.now() + days * day));
    expect(await failureOf(phone)).toMatchObject({ failure: 'clock-wrong' });
    expect(server.received).toHaveLength(0);
  });

  it('of another host is refused', async () => {
    const server = await bench.server(await certificate({ names: [{ type: 'dns', value: 'elsewhere.test' }] }));
    const failed = await failureOf(bench.phone(server));
    expect(failed).toMatchObject({ failure: 'certificate-wrong-host' });
    expect(failed).toHaveProperty('detail', expect.stringContaining('elsewhere.test'));
    expect(server.received).toHaveLength(0);
  });

  it('with a wildcard is refused, as RFC 5922 says', async () => {
    const server = await bench.server(await certificate({ names: [{ type: 'dns', value: '*.test' }] }));
    expect(await failureOf(bench.phone(server))).toMatchObject({ failure: 'certificate-wrong-host' });
  });

  it.each([
    [{ type: 'url' as const, value: 'sip:fernleigh.test' }],
    [{ type: 'dns' as const, value: 'fernleigh.test' }],
    [{ type: 'ip' as const, value: '127.0.0.1' }],
  ])('that carries the domain or the outbound host is taken: $value', async (name) => {
    const server = await bench.server(await certificate({ names: [name] }));
    server.acceptRegistrations();
    const phone = bench.phone(server);
    phone.agent.register(phone.account());
    await until(() => phone.agent.registration.status === 'registered');
  });

  it('of an authority nobody told us to trust is refused', async () => {
    const stranger = await makeAuthority();
    const server = await bench.server(await stranger.issue());
    expect(await failureOf(bench.phone(server))).toMatchObject({ failure: 'certificate-untrusted' });
  });
});

describe('a server', () => {
  it('that does not listen is unreachable', async () => {
    const server = await bench.server();
    bench.forget(server);
    await server.close();
    expect(await failureOf(bench.phone(server))).toMatchObject({ failure: 'server-unreachable' });
  });

  it('whose name nobody knows is named so', async () => {
    const server = await bench.server();
    expect(await failureOf(bench.phone(server), { outbound: ['nowhere.invalid'] })).toMatchObject({
      failure: 'server-name-unknown',
    });
  });

  it('that accepts and says nothing is given up in time', async () => {
    const plain = await bench.plainServer();
    const phone = bench.phone(plain);
    phone.agent.register(phone.account());
    await until(() => plain.connections === 1);
    await phone.clock.advance(8_000);
    expect(phone.agent.registration).toMatchObject({ failure: 'server-unreachable' });
  });
});

describe('classification', () => {
  const validity = { notBeforeMs: Date.UTC(2026, 10, 20), notAfterMs: Date.UTC(2027, 1, 20) };
  it.each([
    [validity.notBeforeMs - 1, 'certificate-not-yet-valid'],
    [validity.notBeforeMs - 2 * day - 1, 'clock-wrong'],
    [validity.notAfterMs + 1, 'certificate-expired'],
    [validity.notAfterMs + 181 * day, 'clock-wrong'],
    [plausibleWall.earliestMs - 1, 'clock-wrong'],
    [0, 'clock-wrong'],
  ])('at wall %i is %s', (wallMs, kind) => {
    expect(checkValidity(validity, wallMs)?.kind).toBe(kind);
  });

  it('finds nothing wrong within the period', () => {
    expect(checkValidity(validity, validity.notBeforeMs + day)).toBeUndefined();
  });

  it('looks into the errors of several addresses', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new AggregateError([refused]), { code: 'ECONNREFUSED' });
    expect(classifyConnectError(error, Date.now(), undefined)).toEqual({
      kind: 'server-unreachable',
      detail: 'ECONNREFUSED: connect ECONNREFUSED',
    });
  });
});
