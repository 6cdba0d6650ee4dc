// Image updates ordered by a real Eclipse hawkBit behind a real nginx: what it learns, what is taken, what it is told.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, createServerCertificate } from '../../bench/enterprise/certificates/authority.ts';
import { goodImage } from '../../bench/enterprise/update/refused/bad-manifests.ts';
import { offer } from '../../bench/enterprise/update/refused/refusal-run.ts';
import { bundleOf, bytesOf, ReleaseDesk, take } from '../../bench/enterprise/update/release-desk.ts';
import { type Hawkbit, startHawkbit } from '../../bench/peers/hawkbit/hawkbit.ts';
import { installHawkbit } from '../../bench/peers/hawkbit/install.ts';
import { type Nginx, startNginx } from '../../bench/peers/nginx/nginx.ts';
import { type DeviceReport, HawkbitServer } from '../../firmware/admin/update/index.ts';
import { readManifest } from '../../firmware/admin/update/manifest/index.ts';
import { SystemClock } from '../../hal/system/clock.ts';

const desk = new ReleaseDesk();
const clock = new SystemClock();
let hawkbit: Hawkbit;
let nginx: Nginx;
let authority: Awaited<ReturnType<typeof createAuthority>>;
let made = 0;

beforeAll(async () => {
  const nowMs = Date.now();
  authority = await createAuthority(nowMs);
  const dates = { notBeforeMs: nowMs - 1e6, notAfterMs: nowMs + 1e8 };
  const identity = await createServerCertificate(authority, { names: ['127.0.0.1'], ...dates });
  hawkbit = take(await startHawkbit(take(await installHawkbit())));
  nginx = take(await startNginx({ identity, upstreamPort: hawkbit.port }));
});
afterAll(async () => {
  await nginx?.stop();
  await hawkbit?.stop();
});

const report: DeviceReport = {
  user: 'dana@fernleigh.test',
  version: '0.2.0',
  vendor: 'Offhook',
  model: 'Desk',
  revision: '1',
  serialNumber: 'T-1',
  macAddress: '02:00:00:00:00:01',
};

interface Made {
  readonly id: number;
}

/** One phone that hawkBit knows, by a token of its own. */
async function newPhone(): Promise<{ readonly id: string; readonly server: HawkbitServer }> {
  const id = `T-${++made}`;
  await hawkbit.manage('POST', 'targets', [{ controllerId: id, name: id, securityToken: `token-of-${id}` }] as object);
  return { id, server: serverFor(id, `TargetToken token-of-${id}`) };
}

function serverFor(controllerId: string, authorization: string): HawkbitServer {
  return new HawkbitServer({
    server: `https://127.0.0.1:${nginx.port}`,
    ...{ tenant: 'DEFAULT', controllerId, authorization, mostBytesPerSecond: 1e9, clock },
    trustAnchors: [authority.certificate],
  });
}

async function order(target: string, artifacts: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const name = `set-${++made}`;
  const [module] = (await hawkbit.manage('POST', 'softwaremodules', [
    { name, version: '1', type: 'os', vendor: 'bench' },
  ])) as Made[];
  for (const [file, bytes] of Object.entries(artifacts)) await hawkbit.upload(module?.id ?? 0, file, bytes);
  const [set] = (await hawkbit.manage('POST', 'distributionsets', [
    { name, version: '1', type: 'os', modules: [{ id: module?.id }] },
  ])) as Made[];
  await hawkbit.manage('POST', `distributionsets/${set?.id}/assignedTargets`, [{ id: target, type: 'forced' }]);
}

function release(
  change: Parameters<ReleaseDesk['envelope']>[0] = {},
  image = goodImage,
): Readonly<Record<string, Uint8Array>> {
  const nowMs = Date.now();
  const envelope = desk.envelope({ nowMs, bundle: bundleOf(goodImage), ...change }, desk.keyList({ nowMs }));
  return { 'manifest.json': bytesOf(envelope), 'offhook-0.3.0.raucb': image };
}

const take1 = (server: HawkbitServer) => offer({ server, rootKeys: desk.trust.rootKeys, clock });

async function actionOf(target: string): Promise<{ readonly status: string; readonly messages: readonly string[] }> {
  const { content } = (await hawkbit.manage('GET', `targets/${target}/actions`)) as {
    content: { id: number; status: string }[];
  };
  const [action] = content;
  const told = (await hawkbit.manage('GET', `targets/${target}/actions/${action?.id}/status`)) as {
    content: { messages: string[] }[];
  };
  return { status: action?.status ?? '', messages: told.content.flatMap(({ messages }) => messages) };
}

describe('hawkBit', () => {
  it('learns the line of the feature table, and nothing else', async () => {
    const { id, server } = await newPhone();
    expect(await server.check(report)).toEqual({ ok: true, value: undefined });
    expect(await hawkbit.manage('GET', `targets/${id}/attributes`)).toEqual(report);
    // Told anew only when something has changed.
    await server.check({ ...report, user: '' });
    expect(await hawkbit.manage('GET', `targets/${id}/attributes`)).toEqual({ ...report, user: '' });
  });

  it('does not know a phone with another token', async () => {
    const { id } = await newPhone();
    const stranger = serverFor(id, 'TargetToken guessed');
    expect(await stranger.check(report)).toMatchObject({
      ok: false,
      error: { reason: 'server-refused', sentence: expect.stringContaining('does not accept the token') },
    });
  });

  it('knows every phone by a gateway token, where the administrator allows it', async () => {
    await hawkbit.manage('PUT', 'system/configs/authentication.gatewaytoken.enabled', { value: true });
    await hawkbit.manage('PUT', 'system/configs/authentication.gatewaytoken.key', { value: 'one-for-all' });
    const { id } = await newPhone();
    expect(await serverFor(id, 'GatewayToken one-for-all').check(report)).toEqual({ ok: true, value: undefined });
  });

  it('has an image installed, and learns that it was kept', async () => {
    const { id, server } = await newPhone();
    await order(id, release());
    expect((await take1(server)).reason).toBe('taken');
    expect((await actionOf(id)).status).toBe('pending');
    const checked = await server.check(report);
    const ticket = checked.ok ? checked.value?.ticket : undefined;
    expect(ticket).toMatch(/^\d+$/);
    expect(await server.tell(report, { version: '0.3.0', result: 'kept', reason: '', ticket })).toMatchObject({
      ok: true,
    });
    expect(await hawkbit.manage('GET', `targets/${id}`)).toMatchObject({ updateStatus: 'in_sync' });
    expect((await actionOf(id)).messages).toContain('kept 0.3.0');
    // Told twice, as after a power cut: no harm.
    expect(await server.tell(report, { version: '0.3.0', result: 'kept', reason: '', ticket })).toMatchObject({
      ok: true,
    });
    expect(await server.check(report)).toEqual({ ok: true, value: undefined });
  });

  it('learns that an image fell back, and why', async () => {
    const { id, server } = await newPhone();
    await order(id, release());
    const checked = await server.check(report);
    const ticket = checked.ok ? checked.value?.ticket : undefined;
    await server.tell(report, { version: '0.3.0', result: 'fell-back', reason: 'no-audio', ticket });
    expect(await hawkbit.manage('GET', `targets/${id}`)).toMatchObject({ updateStatus: 'error' });
    expect((await actionOf(id)).messages).toContain('fell-back 0.3.0 no-audio');
  });

  it('sends the rest of an image by a range', async () => {
    const { id, server } = await newPhone();
    await order(id, release());
    const checked = await server.check(report);
    if (!checked.ok || !checked.value) throw new Error('nothing was offered');
    const read = readManifest(checked.value.manifest, { ...desk.trust, nowMs: Date.now() });
    if (!read.ok) throw new Error(read.error.sentence);
    const source = checked.value.image(read.value.manifest);
    if (!source.ok) throw new Error(source.error.sentence);
    const pieces: Uint8Array[] = [];
    for await (const piece of source.value.open(12_345)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(goodImage.subarray(12_345))).toBe(true);
    expect(nginx.accessLog().at(-1)).toMatch(/^206 .*range="bytes=12345-"$/);
  });

  it('takes an order back', async () => {
    const { id, server } = await newPhone();
    await order(id, release());
    const { content } = (await hawkbit.manage('GET', `targets/${id}/actions`)) as { content: { id: number }[] };
    await hawkbit.manage('DELETE', `targets/${id}/actions/${content[0]?.id}`);
    expect(await server.check(report)).toEqual({ ok: true, value: undefined });
    expect((await actionOf(id)).status).toBe('finished');
    expect(await server.check(report)).toEqual({ ok: true, value: undefined });
  });
});

describe('what is refused, and told', () => {
  it.each([
    ['an older version', 'older', release({ version: '0.1.0' })],
    ['a model of another kind', 'other-model', release({ compatible: 'offhook-rpi4' })],
    ['an image of another size', 'bundle-size', release({}, goodImage.subarray(1))],
    ['an image that is not the signed one', 'bundle-differs', release({}, goodImage.toReversed())],
    ['a manifest that nobody signed', 'not-json', { ...release(), 'manifest.json': Buffer.from('hello') }],
  ] as const)('%s: %s', async (_what, reason, artifacts) => {
    const { id, server } = await newPhone();
    await order(id, artifacts);
    expect(await take1(server)).toEqual({ reason, unharmed: true });
    await expect.poll(async () => (await actionOf(id)).messages, { timeout: 10_000 }).toContain(`refused ${reason}`);
    expect(await hawkbit.manage('GET', `targets/${id}`)).toMatchObject({ updateStatus: 'error' });
  });

  it('a deployment without a manifest', async () => {
    const { id, server } = await newPhone();
    await order(id, { 'offhook-0.3.0.raucb': goodImage });
    expect(await server.check(report)).toMatchObject({ ok: false, error: { reason: 'bundle-missing' } });
    expect((await actionOf(id)).messages.join()).toContain('holds no artifact "manifest.json"');
  });
});
