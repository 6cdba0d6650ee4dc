// Debian's Chromium with a microphone made of a file, and pages that must not report an error.

import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { wavHeader } from '../../hal/sim/sound/wav.ts';

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const handheld: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

export interface TestBrowser {
  /** A page at that address; `errors` gathers what its console and its scripts complain about. */
  open(address: string, options?: BrowserContextOptions): Promise<{ readonly page: Page; readonly errors: string[] }>;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = paths.find((path) => existsSync(path));
  if (!executablePath) throw new Error('Chromium is not installed: npm test installs it.');
  const folder = await mkdtemp(join(tmpdir(), 'offhook-browser-'));
  const microphone = join(folder, 'clicks.wav');
  await writeFile(microphone, clicks());
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphone}`,
    ],
  });
  return {
    open: async (address, options = desktop) => {
      const context = await browser.newContext({ ...options, acceptDownloads: true, ignoreHTTPSErrors: true });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(address);
      return { page, errors };
    },
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** 30 ms of a loud 600 Hz tone every 700 ms: an onset to follow there and back, and something to see in a level. */
function clicks(): Buffer {
  const rateHz = 48_000;
  const samples = new Int16Array(rateHz * 7);
  for (let at = 0; at < samples.length; at++) {
    const inCycle = at % (rateHz * 0.7);
    if (inCycle < rateHz * 0.03) samples[at] = 26_000 * Math.sin((2 * Math.PI * 600 * inCycle) / rateHz);
  }
  return Buffer.concat([wavHeader(samples.length), Buffer.from(samples.buffer)]);
}
