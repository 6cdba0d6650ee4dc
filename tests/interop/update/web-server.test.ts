// Image updates from a real nginx over verified TLS: what it is told, what is taken from it, and what is refused.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createAuthority,
  createBadCertificate,
  createServerCertificate,
  type PemPair,
} from '../../../bench/enterprise/certificates/authority.ts';
import { bundleOf, bytesOf, ReleaseDesk, take } from '../../../bench/enterprise/update/release-desk.ts';
import { type Nginx, startNginx } from '../../../bench/peers/nginx/nginx.ts';
import { type DeviceReport, type Offer, StaticServer } from '../../../firmware/admin/update/index.ts';
import { readManifest } from '../../../firmware/admin/update/manifest/index.ts';
import { DownloadFailed } from '../../../firmware/admin/update/server/update-server.ts';
import type { ImageSource } from '../../../hal/boot-slots.ts';
import { SystemClock } from '../../../hal/system/clock.ts';

const desk = new ReleaseDesk();
const image = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 8)) & 255);
const report: DeviceReport = {
  user: 'dana@fernleigh.test',
  version: '0.2.0',
  vendor: 'Offhook',
  model: 'Desk set “Ä”',
  revision: '1',
  serialNumber: 'T-1',
  macAddress: '02:00:00:00:00:01',
};
let nginx: Nginx;
let authority: PemPair;

beforeAll(async () => {
  const nowMs = Date.now();
  authority = await createAuthority(nowMs);
  const names = ['127.0.0.1', 'localhost'];
  const dates = { notBeforeMs: nowMs - 86_400_000, notAfterMs: nowMs + 86_400_000 };
  nginx = take(await startNginx({ identity: await createServerCertificate(authority, { names, ...dates }) }));
});
afterAll(() => nginx?.stop());

/** What the administrator puts into the web server's folder. */
function publish(bytes: Uint8Array = image, bundle = bundleOf(bytes)): void {
  const folder = join(nginx.root, 'offhook-sim');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'approved.json'), bytesOf(desk.envelope({ bundle })));
  writeFileSync(join(folder, bundle.file), bytes);
}
beforeEach(() => publish());

function server(path = '', change: Partial<ConstructorParameters<typeof StaticServer>[0]> = {}): StaticServer {
  return new StaticServer({
    server: `https://127.0.0.1:${nginx.port}${path}`,
    compatible: 'offhook-sim',
    ring: 'approved',
    mostBytesPerSecond: 100_000_000,
    trustAnchors: [authority.certificate],
    clock: new SystemClock(),
    ...change,
  });
}

async function offerOf(from: StaticServer): Promise<Offer> {
  const checked = await from.check(report);
  if (!checked.ok || !checked.value) throw new Error(checked.ok ? 'nothing offered' : checked.error.sentence);
  return checked.value;
}

async function fetchImage(
  from: StaticServer,
  fromByte = 0,
  change: Partial<ReturnType<typeof bundleOf>> = {},
): Promise<Uint8Array> {
  return collect((await sourceOf(from, change)).open(fromByte));
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function sourceOf(from: StaticServer, change: Partial<ReturnType<typeof bundleOf>> = {}): Promise<ImageSource> {
  const read = readManifest((await offerOf(from)).manifest, desk.trust);
  if (!read.ok) throw new Error(read.error.sentence);
  const { manifest } = read.value;
  const offer = await offerOf(from);
  const source = offer.image({ ...manifest, bundle: { ...manifest.bundle, ...change } });
  if (!source.ok) throw new DownloadFailed(source.error);
  return source.value;
}

const reasonOf = (fetched: Promise<unknown>) =>
  fetched.then(
    () => 'taken',
    (error: unknown) => (error instanceof DownloadFailed ? error.refusal.reason : String(error)),
  );

describe('a web server', () => {
  it('is told the line of the feature table, and serves manifest and image', async () => {
    expect(Buffer.from(await fetchImage(server())).equals(image)).toBe(true);
    expect(nginx.accessLog().find((line) => line.includes('approved.json'))).toBe(
      '200 GET /offhook-sim/approved.json user="dana@fernleigh.test" version="0.2.0" vendor="Offhook" ' +
        'model="Desk set %E2%80%9C%C3%84%E2%80%9D" revision="1" serial="T-1" mac="02:00:00:00:00:01" outcome="-" range="-"',
    );
    // The image itself is asked for without a word about who asks.
    expect(nginx.accessLog().find((line) => line.includes('.raucb'))).toContain('user="-" version="-"');
  });

  it('learns the outcome by a line of its log', async () => {
    const told = await server().tell(report, {
      version: '0.3.0',
      result: 'fell-back',
      reason: 'no-audio',
      ticket: undefined,
    });
    expect(told).toMatchObject({ ok: true });
    expect(nginx.accessLog().at(-1)).toContain('HEAD /offhook-sim/approved.json');
    expect(nginx.accessLog().at(-1)).toContain('outcome="fell-back 0.3.0 no-audio"');
  });

  it('has nothing for a ring or a model that is not there', async () => {
    expect(await server('', { ring: 'test-devices' }).check(report)).toEqual({ ok: true, value: undefined });
    expect(await server('', { compatible: 'offhook-rpi4' }).check(report)).toEqual({ ok: true, value: undefined });
  });

  it('sends the rest of an image by a range, and only the rest', async () => {
    const rest = await fetchImage(server(), 200_000);
    expect(Buffer.from(rest).equals(image.subarray(200_000))).toBe(true);
    expect(nginx.accessLog().at(-1)).toMatch(/^206 .*range="bytes=200000-"$/);
  });

  it('may know no ranges: what is here already is passed over', async () => {
    const rest = await fetchImage(server('/no-ranges'), 200_000);
    expect(Buffer.from(rest).equals(image.subarray(200_000))).toBe(true);
    expect(nginx.accessLog().at(-1)).toMatch(/^200 /);
  });

  it('is not asked for more than the rate that the policy allows', async () => {
    const startedAtMs = performance.now();
    await fetchImage(server('', { mostBytesPerSecond: 200_000 }));
    // 300 kB at 200 kB/s, without the first piece, which comes at once.
    expect(performance.now() - startedAtMs).toBeGreaterThan(1_000);
  });

  it.each(['', '/no-ranges'])('sends parts of an image, asked for side by side (%s)', async (path) => {
    const source = await sourceOf(server(path));
    const parts = [
      [0, 3],
      [1_000, 1_999],
      [150_000, 200_000],
      [299_990, 299_999],
    ] as const;
    const got = await Promise.all(parts.map(([first, last]) => collect(source.open(first, last))));
    for (const [index, [first, last]] of parts.entries())
      expect(Buffer.from(got[index] ?? []).equals(image.subarray(first, last + 1))).toBe(true);
    if (path === '')
      expect(nginx.accessLog().filter((line) => line.includes('range="bytes=1000-1999"'))).not.toEqual([]);
  });

  it('is not asked for more than that rate by all parts together', async () => {
    const source = await sourceOf(server('', { mostBytesPerSecond: 200_000 }));
    const startedAtMs = performance.now();
    await Promise.all([0, 1, 2, 3].map((part) => collect(source.open(part * 75_000, part * 75_000 + 74_999))));
    expect(performance.now() - startedAtMs).toBeGreaterThan(1_000);
  });
});

describe('what is refused', () => {
  it.each([
    ['a redirection', '/elsewhere', 'redirected'],
    ['a server that is down', '/down', 'server-refused'],
  ])('%s', async (_what, path, reason) => {
    expect(await server(path).check(report)).toMatchObject({ ok: false, error: { reason } });
  });

  it('a certificate that this phone does not trust', async () => {
    const checked = await server('', { trustAnchors: [] }).check(report);
    expect(checked).toMatchObject({
      ok: false,
      error: { reason: 'unreachable', sentence: expect.stringContaining('certificate-untrusted') },
    });
  });

  it.each(['wrong-host', 'expired', 'not-yet-valid'] as const)('a certificate that is %s', async (kind) => {
    const identity = await createBadCertificate(kind, authority, ['127.0.0.1'], Date.now());
    const bad = take(await startNginx({ identity }));
    const checked = await server('', { server: `https://127.0.0.1:${bad.port}` }).check(report);
    await bad.stop();
    expect(bad.accessLog()).toEqual([]);
    expect(checked).toMatchObject({
      ok: false,
      error: { reason: 'unreachable', sentence: expect.stringContaining('certificate') },
    });
  });

  it('an image longer or shorter than the manifest says', async () => {
    expect(await reasonOf(fetchImage(server(), 0, { sizeBytes: image.length - 1 }))).toBe('bundle-size');
    expect(await reasonOf(fetchImage(server(), 0, { sizeBytes: image.length + 1 }))).toBe('bundle-size');
  });

  it('an image that is not there', async () => {
    expect(await reasonOf(fetchImage(server(), 0, { file: 'other.raucb' }))).toBe('bundle-missing');
  });

  it('a manifest larger than any of ours', async () => {
    writeFileSync(join(nginx.root, 'offhook-sim', 'approved.json'), Buffer.alloc(70_000, ' '));
    expect(await server().check(report)).toMatchObject({ ok: false, error: { reason: 'too-large' } });
  });

  it('a server that is not there', async () => {
    const gone = server('', { server: 'https://127.0.0.1:9' });
    expect(await gone.check(report)).toMatchObject({ ok: false, error: { reason: 'unreachable' } });
  });
});
