// The console over the network: HTTPS, an address that is good for one browser, and phones reached through it.

import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Console, startConsole } from '../../bench/console/server.ts';
import { createAuthority, createServerCertificate } from '../../bench/enterprise/certificates/authority.ts';
import { openBrowser, type TestBrowser } from './chromium.ts';
import { FakeBench, type FakePhone } from './fake-bench.ts';

const dayMs = 86_400_000;

let browser: TestBrowser;
let bench: FakeBench;
let server: Console;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  bench = new FakeBench();
  const now = Date.now();
  const validity = { notBeforeMs: now - dayMs, notAfterMs: now + dayMs };
  const hosts = ['127.0.0.1'];
  const identity = await createServerCertificate(await createAuthority(now), { names: hosts, ...validity });
  server = await startConsole({ bench, port: 0, lan: { hosts, ...identity } });
  await bench.open(1, server.port);
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

it('lets in the browser that has the token, once, and carries desk set and sound', async () => {
  const phone = bench.fakes[0] as FakePhone;
  expect(server.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/\?token=\S{20,}$/);
  const { page, errors } = await browser.open(server.address);
  // The token is spent and gone from the address bar.
  expect(page.url()).toBe(`https://127.0.0.1:${server.port}/`);
  await expect.poll(() => page.locator('.screen-status').textContent()).toBe('');
  await page.getByRole('button', { name: '5 JKL' }).click();
  await phone.hears('5 down', '5 up');
  phone.echo();
  await page.locator('#sound-button').click();
  await expect.poll(() => phone.audio.statistics().capturing, { timeout: 15_000 }).toBe(true);
  expect(errors).toEqual([]);

  const second = await browser.open(server.address);
  expect(await second.page.textContent('body')).toContain('has been used');
});

it('shows nothing and carries nothing without the token', async () => {
  const { page } = await browser.open(`https://127.0.0.1:${server.port}/`);
  expect(await page.textContent('body')).toContain('with its token');
  const refused = `new Promise((resolve) => {
    const socket = new WebSocket('wss://127.0.0.1:${server.port}/phones/1/desk-set');
    socket.onopen = () => resolve('open');
    socket.onerror = () => resolve('refused');
  })`;
  expect(await page.evaluate(refused)).toBe('refused');
  expect(bench.fakes[0]?.deskSet.pageCount).toBe(0);
});
