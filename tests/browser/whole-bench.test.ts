// Everything that `npm start` runs, used through the page in Chromium: sign in, call, hear, spoil the network, be rung.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type TestBrowser } from './chromium.ts';
import { type RunningBench, startBench } from './running-bench.ts';

const patience = { timeout: 20_000 };

let browser: TestBrowser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const coach = (page: Page) => page.locator('#coach');
const ladder = (page: Page) => page.getByRole('region', { name: 'SIP messages' });
const plot = (page: Page, name: string) => page.locator('.plot', { hasText: name }).locator('output');
const figure = async (page: Page, name: string) =>
  Number(/[\d.]+/.exec((await plot(page, name).textContent()) ?? '')?.[0]);

/** By clicking keys, as a visitor does. */
async function signIn(
  page: Page,
  within = page.locator('.desk-set').first(),
  extension = '4217',
  pin = '246810',
): Promise<void> {
  const press = (key: string) => within.locator(`[data-key="${key}"]`).click();
  for (const digit of extension) await press(digit);
  await press('soft1');
  for (const digit of pin) await press(digit);
  await press('soft1');
}

describe('one phone', () => {
  let bench: RunningBench;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    bench = await startBench();
    ({ page, errors } = await browser.open(bench.address));
  });
  afterAll(() => bench.stop());

  it('shows the sign-in screen, and signs in by extension and PIN on its keys', async () => {
    await coach(page).getByText('Sign in as 4217 with PIN 246810').waitFor(patience);
    await expect.poll(() => page.locator('.screen-status').textContent(), patience).toBe('');
    const before = await page.locator('.screen').screenshot();
    await signIn(page);
    await ladder(page).getByText('200 OK · REGISTER').waitFor(patience);
    await page.locator('[data-lamp="presence-free"][data-state="on"]').waitFor(patience);
    expect(before.equals(await page.locator('.screen').screenshot())).toBe(false);
  });

  it('calls the echo line, and the voice comes back', async () => {
    await page.locator('#sound-button').click();
    await page.getByRole('button', { name: 'Call Echo' }).click();
    await ladder(page).getByText('INVITE sip:4901@fernleigh.test').first().waitFor(patience);
    await coach(page).getByText('You are talking to').waitFor(patience);
    const back = page.locator('#sound-state');
    await expect.poll(() => back.textContent(), patience).toMatch(/There and back \d+ ms/);
    await expect
      .poll(async () => Number(/\d+/.exec((await back.textContent()) ?? '')?.[0]), patience)
      .toBeLessThan(400);
    await expect.poll(() => figure(page, 'MOS'), patience).toBeGreaterThan(4);
  });

  it('loses packets when the network is told to, and says so in figures', async () => {
    const clean = await figure(page, 'MOS');
    await page.getByRole('button', { name: 'Lose 15 %' }).click();
    await expect.poll(() => figure(page, 'Loss'), patience).toBeGreaterThan(3);
    // How far it falls depends on what is said: most of it is restored from the packets behind.
    await expect.poll(() => figure(page, 'MOS'), patience).toBeLessThan(clean);
    await page.getByRole('button', { name: 'Clear network' }).click();
    await expect.poll(() => figure(page, 'Loss'), patience).toBe(0);
  });

  it('delays packets when the network is told to, which nothing can restore', async () => {
    await page.locator('#network-delayMs').fill('500');
    await expect.poll(() => figure(page, 'MOS'), patience).toBeLessThan(4.2);
    await page.getByRole('button', { name: 'Clear network' }).click();
    await expect.poll(() => figure(page, 'MOS'), patience).toBeGreaterThan(4.2);
  });

  it('hangs up by the first soft key and says how the call ended', async () => {
    await page.keyboard.press('F1');
    await ladder(page).getByText(/^BYE/).waitFor(patience);
    await expect.poll(() => page.locator('#quality .beside').textContent(), patience).toContain('ended');
  });

  it('rings when a colleague is asked to call: lamp, screen, answer by the handset', async () => {
    await page.getByRole('button', { name: 'Have Mara Kovács ring me' }).click();
    await page.locator('.alert-bar[data-state="blink"], .alert-bar[data-state="on"]').waitFor(patience);
    await coach(page).getByText('Mara Kovács is calling').waitFor(patience);
    await page.keyboard.press('h');
    await coach(page).getByText('You are talking to Mara Kovács').waitFor(patience);
    await page.keyboard.press('h');
    await expect.poll(() => page.locator('.alert-bar').getAttribute('data-state'), patience).toBe('off');
  });

  it('never reported an error in the page', () => {
    expect(errors).toEqual([]);
  });
});

describe('two phones', () => {
  let bench: RunningBench;
  let page: Page;

  beforeAll(async () => {
    bench = await startBench('--phones', '2');
    ({ page } = await browser.open(bench.address));
  });
  afterAll(() => bench.stop());

  it('call each other', async () => {
    const dana = page.getByLabel('Phone of Dana Novak');
    const jun = page.getByLabel('Phone of Jun Lee');
    await expect.poll(() => page.locator('.screen-status').allTextContents(), patience).toEqual(['', '']);
    await page.locator('#sound-button').click();
    await signIn(page, jun, '4218', '135792');
    await jun.locator('[data-lamp="presence-free"][data-state="on"]').waitFor(patience);
    await signIn(page, dana);
    await dana.locator('[data-lamp="presence-free"][data-state="on"]').waitFor(patience);
    await page.keyboard.type('4218');
    await page.keyboard.press('F1');
    await jun.locator('[data-lamp="ringing"]:not([data-state="off"])').first().waitFor(patience);
    await jun.getByRole('button', { name: 'Handset: lift' }).click();
    await coach(page).getByText('You are talking to Dana Novak').waitFor(patience);
    await dana.locator('[data-lamp="presence-busy"][data-state="on"]').waitFor(patience);
  });
});

describe('the bench itself', () => {
  it('starts a phone that dies again within 3 s and says so', async () => {
    const bench = await startBench();
    try {
      const { page } = await browser.open(bench.address);
      await expect.poll(() => page.locator('.screen-status').textContent(), patience).toBe('');
      const [phone = 0] = await childrenOf(bench.child.pid ?? 0);
      const diedAtMs = performance.now();
      process.kill(phone, 'SIGKILL');
      await expect.poll(() => bench.printed(), patience).toContain('Phone 1 stopped and is starting again (SIGKILL)');
      await expect
        .poll(async () => (await childrenOf(bench.child.pid ?? 0)).filter((pid) => pid !== phone).length, patience)
        .toBe(1);
      expect(performance.now() - diedAtMs).toBeLessThan(3_000);
      await coach(page).getByText('Sign in as 4217').waitFor(patience);
    } finally {
      await bench.stop();
    }
  });

  it('leaves no process and no port behind', async () => {
    const bench = await startBench('--phones', '2');
    const phones = await childrenOf(bench.child.pid ?? 0);
    expect(phones.length).toBe(2);
    expect(await bench.stop()).toBe(0);
    for (const pid of phones) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    for (let offset = 0; offset < 5; offset++) await expect(knock(bench.port + offset)).rejects.toThrow('ECONNREFUSED');
  });

  it('says in one sentence that a port is taken', async () => {
    const bench = await startBench();
    try {
      const main = resolve(import.meta.dirname, '../../bench/start.ts');
      const second = spawn(process.execPath, [main, '--port', String(bench.port), '--folder', bench.folder]);
      let said = '';
      second.stderr.on('data', (chunk) => {
        said += chunk;
      });
      const code = await new Promise((done) => second.once('close', done));
      expect(code).toBe(1);
      expect(said.trim().split('\n')).toHaveLength(1);
      expect(said).toMatch(/taken|in use/);
    } finally {
      await bench.stop();
    }
  });
});

/** From the kernel's own list. */
async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return list.trim().split(' ').filter(Boolean).map(Number);
}

function knock(port: number): Promise<void> {
  return new Promise((open, refused) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      open();
    });
    socket.once('error', refused);
  });
}
