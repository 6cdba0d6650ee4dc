// The desk set over real WebSockets: who is let in, what a page hears and sends, and what is left when pages vanish.

import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DeskSet } from '../../../../hal/sim/desk-set.ts';
import { SimHookSwitch } from '../../../../hal/sim/hook-switch.ts';
import { SimIndicators } from '../../../../hal/sim/indicators.ts';
import { SimKeypad } from '../../../../hal/sim/keypad.ts';
import { SimScreen } from '../../../../hal/sim/screen.ts';
import { VirtualClock } from '../../../../hal/sim/virtual-clock.ts';

const origin = 'http://127.0.0.1:4800';
const token = 'only-for-this-test';
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function openDeskSet() {
  const refusals: string[] = [];
  const deskSet = await DeskSet.open({ token, origins: [origin], onRefused: (reason) => refusals.push(reason) });
  cleanups.push(() => deskSet.close());
  return { deskSet, refusals };
}

interface TestPage {
  readonly socket: WebSocket;
  readonly messages: Record<string, unknown>[];
  readonly frames: Buffer[];
  say(message: object): void;
  until(condition: () => boolean): Promise<void>;
}

async function openPage(deskSet: DeskSet, from = origin, secret = token): Promise<TestPage> {
  const socket = new WebSocket(`ws://127.0.0.1:${deskSet.port}/?token=${secret}`, { origin: from });
  cleanups.push(() => socket.terminate());
  const messages: Record<string, unknown>[] = [];
  const frames: Buffer[] = [];
  let wake: () => void = () => undefined;
  socket.on('message', (data, isBinary) => {
    if (isBinary) frames.push(data as Buffer);
    else messages.push(JSON.parse(String(data)));
    wake();
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const until = async (condition: () => boolean) => {
    while (!condition())
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  return { socket, messages, frames, say: (message) => socket.send(JSON.stringify(message)), until };
}

/** Resolves at the next call that satisfies the condition. */
function next<T>(
  subscribe: (listener: (value: T) => void) => unknown,
  wanted: (value: T) => boolean = () => true,
): Promise<T> {
  return new Promise((resolve) => subscribe((value) => wanted(value) && resolve(value)));
}

describe('who is let in', () => {
  it('refuses a foreign origin, a missing origin and a wrong token, each with a reason for the log', async () => {
    const { deskSet, refusals } = await openDeskSet();
    await expect(openPage(deskSet, 'http://evil.example')).rejects.toThrow('403');
    await expect(openPage(deskSet, origin, 'guessed')).rejects.toThrow('403');
    expect(refusals).toEqual([
      'Console page refused: it comes from a foreign origin.',
      'Console page refused: its token is wrong.',
    ]);
    expect(deskSet.pageCount).toBe(0);
  });

  it('drops a page that sends what it does not understand, and keeps the others', async () => {
    const { deskSet, refusals } = await openDeskSet();
    const keypad = new SimKeypad(deskSet, new VirtualClock());
    const bad = await openPage(deskSet);
    const good = await openPage(deskSet);
    const closed = new Promise((resolve) => bad.socket.once('close', resolve));
    bad.say({ type: 'key', key: 'F13', down: true });
    expect(await closed).toBe(1008);
    expect(refusals).toEqual(['Console page dropped: it sent something not a key of this desk set.']);
    const pressed = next<{ key: string }>((listener) => keypad.onKey(listener));
    good.say({ type: 'key', key: '5', down: true });
    expect((await pressed).key).toBe('5');
  });

  it('drops a page whose message is larger than 64 KiB', async () => {
    const { deskSet, refusals } = await openDeskSet();
    const page = await openPage(deskSet);
    const closed = new Promise((resolve) => page.socket.once('close', resolve));
    page.socket.send('x'.repeat(64 * 1024 + 1));
    expect(await closed).toBe(1009);
    expect(refusals).toHaveLength(1);
  });
});

function has(page: { readonly messages: readonly Readonly<Record<string, unknown>>[] }, wanted: object) {
  return () => page.messages.some((message) => Object.entries(wanted).every(([key, value]) => message[key] === value));
}

describe('what a page is told', () => {
  it('learns when letters go into a field, also where it opens later', async () => {
    const { deskSet } = await openDeskSet();
    const keypad = new SimKeypad(deskSet, new VirtualClock());
    const page = await openPage(deskSet);
    await page.until(has(page, { type: 'text-expected', expected: false }));
    keypad.expectText(true);
    await page.until(has(page, { type: 'text-expected', expected: true }));
    const later = await openPage(deskSet);
    await later.until(has(later, { type: 'text-expected', expected: true }));
  });
});

describe('what a page holds', () => {
  it('lets go of keys and the screen when the page disappears, and leaves the handset where it is', async () => {
    const { deskSet } = await openDeskSet();
    const keypad = new SimKeypad(deskSet, new VirtualClock());
    const hook = new SimHookSwitch(deskSet);
    const screen = new SimScreen(deskSet, { width: 800, height: 480 });
    const keys: string[] = [];
    const touches: unknown[] = [];
    keypad.onKey(({ key, down }) => keys.push(`${key} ${down ? 'down' : 'up'}`));
    screen.onTouch((touch) => touches.push(touch));
    const page = await openPage(deskSet);
    page.say({ type: 'hook', position: 'off-hook' });
    page.say({ type: 'key', key: '1', down: true });
    page.say({ type: 'touch', x: 900, y: -3, down: true });
    await next((listener) => screen.onTouch(listener));
    const released = next<{ down: boolean }>(
      (listener) => screen.onTouch(listener),
      ({ down }) => !down,
    );
    page.socket.terminate();
    await released;
    expect(keys).toEqual(['1 down', '1 up']);
    expect(touches).toEqual([
      { x: 799, y: 0, down: true },
      { x: 799, y: 0, down: false },
    ]);
    expect(hook.position).toBe('off-hook');
  });

  it('reports a key that two pages hold once down and once up', async () => {
    const { deskSet } = await openDeskSet();
    const keypad = new SimKeypad(deskSet, new VirtualClock());
    const keys: string[] = [];
    keypad.onKey(({ key, down }) => keys.push(`${key} ${down ? 'down' : 'up'}`));
    const first = await openPage(deskSet);
    const second = await openPage(deskSet);
    // Text follows a key on the same socket, so hearing it means that the key was heard.
    const sayAndWait = async (page: TestPage, down: boolean) => {
      const heard = next<string>((listener) => keypad.onText(listener));
      page.say({ type: 'key', key: 'ok', down });
      page.say({ type: 'text', character: 'é' });
      expect(await heard).toBe('é');
    };
    await sayAndWait(first, true);
    await sayAndWait(second, true);
    await sayAndWait(first, false);
    expect(keys).toEqual(['ok down']);
    await sayAndWait(second, false);
    expect(keys).toEqual(['ok down', 'ok up']);
  });
});

describe('what a page sees', () => {
  it('gets the whole picture at first, then only what changed, one frame at a time', async () => {
    const { deskSet } = await openDeskSet();
    const screen = new SimScreen(deskSet, { width: 80, height: 48 });
    const frameBuffer = new Uint8Array(80 * 48 * 4);
    screen.attach(frameBuffer);
    const page = await openPage(deskSet);
    await page.until(() => page.frames.length === 1);
    expect(rectanglesOf(page.frames[0])).toEqual([{ x: 0, y: 0, width: 80, height: 48 }]);

    new Uint32Array(frameBuffer.buffer).fill(0x123456, 0, 8);
    screen.present([{ x: 0, y: 0, width: 8, height: 1 }]);
    screen.present([{ x: 72, y: 40, width: 2, height: 2 }]);
    // Changed after present and not presented: must not be seen.
    new Uint32Array(frameBuffer.buffer).fill(0xffffff, 0, 8);
    page.say({ type: 'painted' });
    await page.until(() => page.frames.length === 2);
    const second = page.frames[1] as Buffer;
    expect(rectanglesOf(second)).toEqual([
      { x: 0, y: 0, width: 8, height: 8 },
      { x: 72, y: 40, width: 8, height: 8 },
    ]);
    expect(second.readUInt32LE(12)).toBe(((8 - 1) << 24) | 0x123456);
  });

  it('learns lamps, hook and backlight on arrival and on change', async () => {
    const { deskSet } = await openDeskSet();
    const indicators = new SimIndicators(deskSet);
    new SimHookSwitch(deskSet);
    indicators.set('mute', 'on');
    const page = await openPage(deskSet);
    await page.until(has(page, { type: 'lamp', lamp: 'mute', state: 'on' }));
    await page.until(has(page, { type: 'hook', position: 'on-hook' }));
    indicators.set('message-waiting', 'blink');
    await page.until(has(page, { type: 'lamp', lamp: 'message-waiting', state: 'blink' }));
  });
});

it('survives 100 pages that come and vanish, and leaves no handle behind', async () => {
  const handlesBefore = process.getActiveResourcesInfo().length;
  const { deskSet } = await openDeskSet();
  const screen = new SimScreen(deskSet, { width: 800, height: 480 });
  screen.attach(new Uint8Array(800 * 480 * 4));
  const gone = { count: 0 };
  let allGone: () => void = () => undefined;
  const everyPageGone = new Promise<void>((resolve) => {
    allGone = resolve;
  });
  deskSet.attach({ onClosed: () => ++gone.count === 100 && allGone() });
  for (let round = 0; round < 100; round++) {
    const page = await openPage(deskSet);
    page.say({ type: 'key', key: '1', down: true });
    page.socket.terminate();
  }
  await everyPageGone;
  expect(deskSet.pageCount).toBe(0);
  const last = await openPage(deskSet);
  await last.until(() => last.frames.length === 1);
  const lastClosed = new Promise((resolve) => last.socket.once('close', resolve));
  await deskSet.close();
  await lastClosed;
  await new Promise((resolve) => setImmediate(resolve));
  expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(handlesBefore);
});

function rectanglesOf(frame: Buffer | undefined): object[] {
  const found = [];
  for (let at = 0; frame && at < frame.length; at += 12 + frame.readUInt32LE(at + 8) * 4) {
    found.push({
      x: frame.readUInt16LE(at),
      y: frame.readUInt16LE(at + 2),
      width: frame.readUInt16LE(at + 4),
      height: frame.readUInt16LE(at + 6),
    });
  }
  return found;
}
