// The bench's update server: a manifest is found only while it is on offer, and nothing else of the folder ever.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCertificates } from '../../../../bench/enterprise/certificates/certificate-store.ts';
import { fillShelf, UpdateShelf } from '../../../../bench/prototype/update-shelf.ts';

let folder: string;
let anchor: string;
let identity: { key: string; cert: string };
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-shelf-'));
  const certificates = await openCertificates(join(folder, 'certificates'), ['127.0.0.1'], Date.now());
  if (!certificates.ok) throw new Error(certificates.error);
  const { authority, server } = certificates.value;
  anchor = authority.certificate;
  identity = { key: server.privateKey, cert: server.certificate };
});
afterEach(() => rmSync(folder, { recursive: true }));

function ask(url: string, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ readonly status: number; readonly bytes: number }>((resolve, reject) => {
    const sent = request(url, { ca: anchor, headers, agent: false }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

it('offers, goes on where a download broke off, and withdraws', async () => {
  expect(fillShelf(folder, '9.9.9')).toHaveLength(1);
  writeFileSync(join(folder, 'private.txt'), 'not for phones');
  const opened = await UpdateShelf.open({ host: '127.0.0.1', identity, folder });
  if (!opened.ok) throw new Error(opened.error);
  const shelf = opened.value;
  const at = (name: string) => `${shelf.address}/offhook-sim/${name}`;
  expect(shelf.version).toBe('9.9.9');
  expect((await ask(at('approved.json'))).status).toBe(404);
  shelf.offer();
  expect((await ask(at('approved.json'))).status).toBe(200);
  expect(await ask(at('offhook-9.9.9.raucb'))).toEqual({ status: 200, bytes: 300_000 });
  expect(await ask(at('offhook-9.9.9.raucb'), { range: 'bytes=299000-' })).toEqual({ status: 206, bytes: 1_000 });
  for (const name of ['private.txt', '../private.txt', '%2e%2e/private.txt', ''])
    expect([name, (await ask(at(name))).status]).toEqual([name, 404]);
  shelf.withdraw();
  expect((await ask(at('approved.json'))).status).toBe(404);
  await shelf.close();
});

it('says what is wrong with a folder', async () => {
  const open = () => UpdateShelf.open({ host: '127.0.0.1', identity, folder });
  expect(await open()).toEqual({ ok: false, error: `--update: ${join(folder, 'approved.json')} does not exist.` });
  fillShelf(folder, '9.9.9');
  writeFileSync(join(folder, 'offhook-9.9.9.raucb'), 'another');
  expect(await open()).toMatchObject({
    ok: false,
    error: expect.stringContaining('is not the bundle of 300000 bytes'),
  });
  writeFileSync(join(folder, 'approved.json'), '{}');
  expect(await open()).toMatchObject({ ok: false, error: expect.stringContaining('is no signed manifest') });
});
