// What the updater makes of servers that answer nonsense, nothing, or for ever: a refusal, and never an exception.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority, createServerCertificate } from '../../../../../bench/enterprise/certificates/authority.ts';
import { type DeviceReport, HawkbitServer, StaticServer } from '../../../../../firmware/admin/update/index.ts';
import { patienceMs } from '../../../../../firmware/admin/update/server/https-client.ts';
import { UpdateRecord } from '../../../../../firmware/admin/update/update-record.ts';
import { MemoryStore } from '../../../../../firmware/store/index.ts';
import type { Clock } from '../../../../../hal/clock.ts';
import { VirtualClock } from '../../../../../hal/sim/virtual-clock.ts';
import { SystemClock } from '../../../../../hal/system/clock.ts';

const report: DeviceReport = {
  user: 'dana@fernleigh.test',
  version: '0.2.0',
  vendor: 'Offhook',
  model: 'Desk',
  revision: '1',
  serialNumber: 'T-1',
  macAddress: '02:00:00:00:00:01',
};
let server: Server;
let authority: Awaited<ReturnType<typeof createAuthority>>;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[];

beforeAll(async () => {
  const nowMs = Date.now();
  authority = await createAuthority(nowMs);
  const dates = { notBeforeMs: nowMs - 1e6, notAfterMs: nowMs + 1e8 };
  const { certificate, privateKey } = await createServerCertificate(authority, { names: ['127.0.0.1'], ...dates });
  server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

function shared(clock: Clock) {
  const { port } = server.address() as AddressInfo;
  const trustAnchors = [authority.certificate];
  return { server: `https://127.0.0.1:${port}`, trustAnchors, mostBytesPerSecond: 1e9, clock };
}

function hawkbit(clock: Clock = new SystemClock()): HawkbitServer {
  return new HawkbitServer({
    ...shared(clock),
    tenant: 'DEFAULT',
    controllerId: 'T 1/ü',
    authorization: 'TargetToken x',
  });
}

function sends(value: unknown): void {
  answer = (_request, response) => response.end(typeof value === 'string' ? value : JSON.stringify(value));
}

describe('a server that is silent', () => {
  it('is given half a minute', async () => {
    const clock = new VirtualClock(Date.now());
    const arrived = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const checking = new StaticServer({ ...shared(clock), compatible: 'x', ring: 'approved' }).check(report);
    await arrived;
    await clock.advance(patienceMs);
    expect(await checking).toMatchObject({
      ok: false,
      error: { reason: 'unreachable', sentence: expect.stringContaining('no answer in time') },
    });
  });

  it('is given half a minute between two pieces of an answer too', async () => {
    const clock = new VirtualClock(Date.now());
    const arrived = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('{');
        resolve();
      };
    });
    const checking = new StaticServer({ ...shared(clock), compatible: 'x', ring: 'approved' }).check(report);
    await arrived;
    let done = false;
    void checking.then(() => {
      done = true;
    });
    while (!done) await clock.advance(patienceMs);
    expect(await checking).toMatchObject({ ok: false, error: { reason: 'unreachable' } });
  });
});

describe('a hawkBit that answers nonsense', () => {
  it('is refused, whatever the JSON', async () => {
    const json = fc.oneof(fc.json(), fc.constant('null'), fc.string());
    await fc.assert(
      fc.asyncProperty(json, async (text) => {
        sends(text);
        const checked = await hawkbit().check(report);
        expect(checked.ok ? checked.value : checked.error.sentence).not.toBe('');
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['links that are none', { _links: { deploymentBase: 'https://127.0.0.1' } }],
    ['a list', []],
    ['a number', 7],
  ])('with %s', async (_what, value) => {
    sends(value);
    expect(await hawkbit().check(report)).toMatchObject({ ok: false, error: { reason: 'wrong-shape' } });
  });

  it('is asked on no other host, wherever its links point', async () => {
    const link = { href: 'https://elsewhere.test/DEFAULT/controller/v1/T/deploymentBase/7?c=1' };
    sends({ _links: { deploymentBase: link } });
    await hawkbit().check(report);
    expect(asked).toEqual([
      'GET /DEFAULT/controller/v1/T%201%2F%C3%BC',
      'PUT /DEFAULT/controller/v1/T%201%2F%C3%BC/configData',
      'GET /DEFAULT/controller/v1/T/deploymentBase/7?c=1',
    ]);
  });
});

describe('the record of updates', () => {
  it('begins anew from anything that it did not write', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const store = new MemoryStore();
        store.write('image-update', value);
        expect(new UpdateRecord(store).contents).toEqual({ keyListSequence: 0, sequences: {}, failedBundles: [] });
      }),
    );
  });

  it('remembers what it was told, and of failed images the last eight', () => {
    const store = new MemoryStore();
    const record = new UpdateRecord(store);
    record.believe(5, 'approved', 7);
    const attempt = { version: '0.3.0', from: '0.2.0', stage: 'armed' as const, tries: 1, registered: true };
    const untold = { version: '0.3.0', result: 'fell-back' as const, reason: 'no-audio' };
    for (let image = 0; image < 10; image++) record.close({ ...attempt, sha256: `${image}` }, untold);
    expect(new UpdateRecord(store).contents).toEqual({
      keyListSequence: 5,
      sequences: { approved: 7 },
      failedBundles: ['2', '3', '4', '5', '6', '7', '8', '9'],
      untold,
    });
  });
});
