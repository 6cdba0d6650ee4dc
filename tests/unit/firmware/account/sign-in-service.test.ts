// Every way in which the sign-in service can fail is told apart, against real TLS on loopback.

import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type BadCertificate,
  createAuthority,
  createBadCertificate,
  createServerCertificate,
  type PemPair,
} from '../../../../bench/enterprise/certificates/authority.ts';
import type { SignInRefusal } from '../../../../firmware/account/index.ts';
import { signInService } from '../../../../firmware/account/sign-in-service.ts';
import type { Clock } from '../../../../hal/clock.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';
import { SystemClock } from '../../../../hal/system/clock.ts';

const nowMs = Date.now();
const dayMs = 86_400_000;
const names = ['localhost', '127.0.0.1'];
const credentials = {
  address: 'dana@fernleigh.test',
  displayName: 'Dana Novak',
  title: 'Hardware, building 4',
  extension: '4217',
  authUser: 'dana',
  password: 'harbour-lamp-42',
  outbound: ['127.0.0.1:5061'],
  transport: 'tls',
};

let authority: PemPair;
let good: PemPair;
let server: Server | undefined;
beforeAll(async () => {
  authority = await createAuthority(nowMs);
  good = await createServerCertificate(authority, {
    names,
    notBeforeMs: nowMs - dayMs,
    notAfterMs: nowMs + dayMs,
  });
});
afterEach(() => closeServer());
afterAll(() => closeServer());

async function closeServer(): Promise<void> {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
}

async function serve(answer: RequestListener, pair: PemPair = good): Promise<string> {
  const started = createServer({ key: pair.privateKey, cert: pair.certificate }, answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is never a pipe's name.
  return `https://127.0.0.1:${(started.address() as AddressInfo).port}/sign-in`;
}

function answering(status: number, body: unknown): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

async function refusalOf(
  url: string,
  clock: Clock = new SystemClock(),
  anchors = [authority.certificate],
): Promise<SignInRefusal> {
  const answer = await signInService(url, anchors, clock)('4217', '246810', AbortSignal.timeout(8_000));
  if (answer.ok) throw new Error('It was not refused.');
  expect(answer.error.detail).not.toContain('246810');
  return answer.error;
}

test('the service gets extension and PIN once and answers with credentials', async () => {
  let asked = '';
  const url = await serve((request, response) => {
    request.on('data', (chunk) => {
      asked += chunk;
    });
    request.on('end', () => answering(200, credentials)(request, response));
  });
  const answer = await signInService(url, [authority.certificate], new SystemClock())(
    '4217',
    '246810',
    AbortSignal.timeout(8_000),
  );
  expect(answer).toEqual({ ok: true, value: credentials });
  expect(JSON.parse(asked)).toEqual({ extension: '4217', pin: '246810' });
});

describe('refusals', () => {
  test.each([
    [401, { error: 'wrong-pin', attemptsLeft: 3 }, 'wrong-pin'],
    [404, { error: 'unknown-user' }, 'unknown-user'],
    [404, '<html>no such page</html>', 'server-refused'],
    [500, '', 'server-refused'],
    [200, { address: 'dana@fernleigh.test', password: 'harbour-lamp-42' }, 'server-refused'],
    [200, 'not JSON', 'server-refused'],
    [302, '', 'server-refused'],
  ] as const)('%i %j: %s', async (status, body, failure) => {
    const refusal = await refusalOf(await serve(answering(status, body)));
    expect(refusal).toMatchObject({ failure, lockedUntilMs: undefined });
    expect(refusal.detail).not.toContain('harbour');
  });

  test('423 tells until when', async () => {
    const clock = new SystemClock();
    const refusal = await refusalOf(await serve(answering(423, { error: 'locked', retryAfterSeconds: 300 })), clock);
    expect(refusal.failure).toBe('pin-locked');
    expect(Math.abs((refusal.lockedUntilMs ?? 0) - clock.wallMs() - 300_000)).toBeLessThan(2_000);
  });

  test('an answer without end is cut off', async () => {
    const refusal = await refusalOf(await serve(answering(200, ' '.repeat(100_000))));
    expect(refusal.failure).toBe('server-refused');
    expect(refusal.detail).toContain('more than 16384 bytes');
  });

  test('nobody listens there, and no such host', async () => {
    const url = await serve(answering(200, credentials));
    await closeServer();
    expect((await refusalOf(url)).failure).toBe('server-unreachable');
    expect((await refusalOf('https://nobody.invalid/sign-in')).failure).toBe('server-name-unknown');
  });

  test('a server that never answers is given up', async () => {
    const clock = new VirtualClock(nowMs);
    const reached = Promise.withResolvers<void>();
    const url = await serve(() => reached.resolve());
    const refusal = refusalOf(url, clock);
    await reached.promise;
    await clock.advance(8_000);
    expect((await refusal).failure).toBe('server-unreachable');
  });

  test.each([
    ['expired', 'certificate-expired'],
    ['not-yet-valid', 'certificate-not-yet-valid'],
    ['wrong-host', 'certificate-wrong-host'],
    ['other-authority', 'certificate-untrusted'],
  ] as const)('a certificate that is %s: %s, and nothing is sent', async (kind: BadCertificate, failure) => {
    let asked = false;
    const url = await serve(
      (_request, response) => {
        asked = true;
        response.end();
      },
      await createBadCertificate(kind, authority, names, nowMs),
    );
    expect((await refusalOf(url)).failure).toBe(failure);
    expect(asked).toBe(false);
  });

  test('a phone whose clock is off by years says that instead', async () => {
    const url = await serve(
      answering(200, credentials),
      await createBadCertificate('expired', authority, names, nowMs),
    );
    expect((await refusalOf(url, new VirtualClock(Date.UTC(2001, 0, 1)))).failure).toBe('clock-wrong');
  });

  test('trusts nobody who is not an anchor', async () => {
    expect((await refusalOf(await serve(answering(200, credentials)), new SystemClock(), [])).failure).toBe(
      'certificate-untrusted',
    );
  });
});
