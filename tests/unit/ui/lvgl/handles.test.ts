// The addon by itself: it refuses what does not fit instead of crashing or wrapping.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addon, type Handle, lv } from '../../../../ui/lvgl/addon.ts';

const fonts = join(import.meta.dirname, '..', '..', '..', '..', 'dist', 'assets', 'fonts');
let screen: Handle;

beforeEach(() => {
  screen = addon.open(320, 240);
});
afterEach(() => addon.close());

test('a handle of a deleted widget is refused, also when its slot is used again', () => {
  const first = addon.create('View');
  addon.place(first, screen, 0);
  addon.remove(first);
  expect(() => addon.bounds(first)).toThrow('ERR_UI_HANDLE');
  const second = addon.create('View');
  expect(second & 0xffff).toBe(first & 0xffff);
  expect(() => addon.remove(first)).toThrow('ERR_UI_HANDLE');
  expect(addon.bounds(second)).toHaveLength(4);
});

test('deleting a widget frees the handles inside it', () => {
  const before = addon.liveWidgets();
  const outer = addon.create('View');
  const inner = addon.create('Text');
  addon.place(outer, screen, 0);
  addon.place(inner, outer, 0);
  addon.remove(outer);
  expect(() => addon.setText(inner, 'gone')).toThrow('ERR_UI_HANDLE');
  expect(addon.liveWidgets()).toBe(before);
});

test('what was made and never placed is freed with the nursery', () => {
  const orphan = addon.create('Text');
  addon.clearNursery();
  expect(() => addon.setText(orphan, 'gone')).toThrow('ERR_UI_HANDLE');
});

test('a second owner is refused until the first has closed', () => {
  expect(() => addon.open(320, 240)).toThrow('ERR_UI_OWNED');
  addon.close();
  screen = addon.open(320, 240);
  expect(addon.liveWidgets()).toBe(1);
});

test('a thread that ends gives LVGL back, and until then another is refused', async () => {
  addon.close();
  const library = join(import.meta.dirname, '..', '..', '..', '..', 'dist', 'native', 'ui.node');
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    require(workerData).open(64, 64);
    parentPort.on('message', () => parentPort.close());
    parentPort.postMessage('open');`;
  const worker = new Worker(program, { eval: true, workerData: library });
  await once(worker, 'message');
  expect(() => addon.open(320, 240)).toThrow('ERR_UI_OWNED');
  worker.postMessage('end');
  await once(worker, 'exit');
  screen = addon.open(320, 240);
  expect(addon.liveWidgets()).toBe(1);
});

test('closed, it refuses everything', () => {
  addon.close();
  expect(() => addon.create('View')).toThrow('ERR_UI_CLOSED');
  expect(() => addon.draw()).toThrow('ERR_UI_CLOSED');
});

test('numbers are checked instead of wrapped', () => {
  const view = addon.create('View');
  for (const bad of [Number.NaN, 1.5, 2 ** 32, -(2 ** 31) - 1, Number.POSITIVE_INFINITY]) {
    expect(() => addon.setStyleNumber(view, lv('LV_STYLE_WIDTH'), bad, 0)).toThrow('ERR_UI_ARGUMENT');
  }
  expect(() => addon.bounds(-1)).toThrow('ERR_UI_ARGUMENT');
  expect(() => addon.setStyleColour(view, lv('LV_STYLE_BG_COLOR'), 0x1000000, 0)).toThrow('ERR_UI_ARGUMENT');
  expect(() => addon.place(view, screen, -1)).toThrow('ERR_UI_ARGUMENT');
});

test('a widget cannot be put inside itself', () => {
  const outer = addon.create('View');
  const inner = addon.create('View');
  addon.place(inner, outer, 0);
  expect(() => addon.place(outer, inner, 0)).toThrow('inside itself');
});

test('a property of another kind of widget is refused', () => {
  const view = addon.create('View');
  expect(() => addon.setText(view, 'x')).toThrow('ERR_UI_KIND');
  expect(() => addon.typedText(view)).toThrow('ERR_UI_KIND');
  expect(() => addon.setValue(view, 1)).toThrow('ERR_UI_KIND');
  expect(() => addon.create('Keyboard')).toThrow('ERR_UI_KIND');
});

test('text with a NUL and endless text are refused', () => {
  const label = addon.create('Text');
  expect(() => addon.setText(label, 'a\0b')).toThrow('ERR_UI_ARGUMENT');
  expect(() => addon.setText(label, 'x'.repeat(65 * 1024))).toThrow('ERR_UI_ARGUMENT');
});

test('a font is refused when it is cut off anywhere, or is something else', () => {
  const font = readFileSync(join(fonts, 'inter-400-16.bin'));
  expect(addon.loadFont(font)).toBeGreaterThanOrEqual(0);
  for (let length = 0; length < font.length; length += 997) {
    expect(() => addon.loadFont(font.subarray(0, length)), `cut to ${length} bytes`).toThrow('ERR_UI_FONT');
  }
  expect(() => addon.loadFont(new Uint8Array(4096).fill(0xff))).toThrow('ERR_UI_FONT');
  expect(() => addon.loadFont(font, 99)).toThrow('ERR_UI_FONT');
});

test('a font whose bytes are flipped is refused or drawn, and never more', () => {
  const font = readFileSync(join(fonts, 'inter-400-15.bin'));
  const label = addon.create('Text');
  addon.place(label, screen, 0);
  addon.setText(label, 'Größe Ελένη Олег 0123');
  let seed = 7;
  for (let round = 0; round < 100; round++) {
    const broken = Buffer.from(font);
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    // Among the tables that hold lengths and offsets.
    broken[seed % 4000] = (seed >> 8) & 0xff;
    try {
      const id = addon.loadFont(broken);
      addon.setStyleFont(label, id, 0);
      addon.draw();
      expect(addon.takeDirty()).toHaveLength(4);
    } catch (error) {
      expect(String(error)).toContain('ERR_UI_FONT');
    }
  }
});

test('a picture must have as many bytes as its size says, and stays while it is shown', () => {
  expect(() => addon.addPicture(new Uint8Array(15), 2, 2)).toThrow('ERR_UI_PICTURE');
  expect(() => addon.addPicture(new Uint8Array(0), 0, 2)).toThrow('ERR_UI_ARGUMENT');
  const picture = addon.addPicture(new Uint8Array(16), 2, 2);
  const image = addon.create('Image');
  addon.place(image, screen, 0);
  addon.showPicture(image, picture);
  expect(() => addon.removePicture(picture)).toThrow('still shown');
  addon.remove(image);
  addon.removePicture(picture);
  expect(() => addon.showPicture(addon.create('Image'), picture)).toThrow('ERR_UI_PICTURE');
});

test('events that nobody drains are counted and dropped', () => {
  const view = addon.create('View');
  addon.place(view, screen, 0);
  addon.setFlag(view, lv('LV_OBJ_FLAG_CLICKABLE'), true);
  addon.setStyleNumber(view, lv('LV_STYLE_WIDTH'), 100, 0);
  addon.setStyleNumber(view, lv('LV_STYLE_HEIGHT'), 100, 0);
  addon.listen(view, lv('LV_EVENT_PRESSED'));
  addon.draw();
  for (let press = 0; press < 1100; press++) {
    addon.point(50, 50, true);
    addon.point(50, 50, false);
  }
  expect(addon.takeEvents()).toHaveLength(1024 * 2);
  expect(addon.eventsLost()).toBe(1100 - 1024);
  expect(addon.takeEvents()).toHaveLength(0);
});
