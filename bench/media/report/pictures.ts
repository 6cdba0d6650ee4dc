// Turns the charts of a page into PNG files, by Debian's Chromium: the page's own drawing, not a second one.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { err, ok, type Result } from '../../../hal/result.ts';

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
const limitMs = 60_000;

/** Writes `quality.png` and `figures.png` beside the page; an error says why there are none. */
export async function drawPictures(page: string, folder: string): Promise<Result<readonly string[]>> {
  const executablePath = programs.find((path) => existsSync(path));
  if (!executablePath) return err('there is no Chromium to draw them: npm test installs it');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: limitMs });
  try {
    const viewport = { width: 1_480, height: 900 };
    const view = await browser.newPage({ viewport, deviceScaleFactor: 2 });
    await view.goto(pathToFileURL(page).href);
    const files: string[] = [];
    for (const name of ['quality', 'figures']) {
      const path = join(folder, `${name}.png`);
      await view.locator(`#${name}`).screenshot({ path, timeout: limitMs });
      files.push(path);
    }
    return ok(files);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  } finally {
    await browser.close();
  }
}
