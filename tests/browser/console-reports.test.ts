// The quality collector's reports on the console, in a real browser: what came before the page did, and what comes after.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PageReport } from '../../bench/console/protocol.ts';
import { type Console, startConsole } from '../../bench/console/server.ts';
import { handheld, openBrowser, type TestBrowser } from './chromium.ts';
import { FakeBench } from './fake-bench.ts';

let browser: TestBrowser;
let bench: FakeBench;
let server: Console;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  bench = new FakeBench();
  server = await startConsole({ bench, port: 0 });
  await bench.open(1, server.port);
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

function sampleReport(change: Partial<PageReport> = {}): PageReport {
  return {
    atMs: Date.UTC(2026, 10, 25, 3, 12),
    final: true,
    from: 'Dana Novak',
    to: 'Mara Kovács',
    seconds: 267,
    codec: 'opus',
    heard: { mos: 4.3, lossPercent: 0.4, jitterMs: 6.4 },
    sent: { mos: 4.1, lossPercent: 1.2, jitterMs: undefined },
    roundTripMs: 42,
    text: 'VQSessionReport: CallTerm\r\nCallID: <b>x</b>\r\n',
    ...change,
  };
}

describe('the reports panel', () => {
  it('says that there are none, then shows each as it comes, newest first', async () => {
    const { page, errors } = await browser.open(server.address);
    const panel = page.getByRole('region', { name: 'Quality reports' });
    await panel.getByText('None yet. A phone sends one when a call ends.').waitFor();
    bench.report(sampleReport());
    bench.report(sampleReport({ to: 'Amir Rao', heard: { mos: 2.6, lossPercent: 9.1, jitterMs: undefined } }));
    await expect
      .poll(() => panel.locator('.name').allTextContents())
      .toEqual(['Dana Novak → Amir Rao', 'Dana Novak → Mara Kovács']);
    expect(await panel.locator('.grade').allTextContents()).toEqual(['2.6', '4.3']);
    expect(await panel.locator('.grade.poor').count()).toBe(1);
    await panel.getByText('4:27 min · 0.4 % lost · jitter 6 ms · round trip 42 ms · opus').waitFor();
    expect(errors).toEqual([]);
  });

  it('shows a page that comes late what the collector kept, and the whole report behind it, as text', async () => {
    bench.report(sampleReport());
    const { page, errors } = await browser.open(server.address);
    const panel = page.getByRole('region', { name: 'Quality reports' });
    await panel.locator('summary').click();
    await panel.getByText('CallID: <b>x</b>').waitFor();
    expect(errors).toEqual([]);
  });

  it('shows a dash where nothing was measured, and never a zero', async () => {
    const nothing = { mos: undefined, lossPercent: undefined, jitterMs: undefined };
    bench.report(sampleReport({ heard: nothing, sent: nothing, roundTripMs: undefined, seconds: undefined }));
    const { page } = await browser.open(server.address);
    const panel = page.getByRole('region', { name: 'Quality reports' });
    await panel.locator('.grade.unknown').waitFor();
    expect(await panel.locator('.grade').textContent()).toBe('–');
    expect(await panel.locator('li').textContent()).not.toMatch(/\b0\b|NaN|undefined/);
  });

  it('fits a hand-held page', async () => {
    bench.report(sampleReport({ to: 'Wilhelmina van der Zande-Featherstonehaugh' }));
    const { page } = await browser.open(server.address, handheld);
    await page.locator('#reports summary').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
});
