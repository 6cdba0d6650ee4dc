// The console page in a real browser, before phones that are far sides only: everything a person presses, sees and hears.

import { get } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Console, startConsole } from '../../bench/console/server.ts';
import { handheld, openBrowser, type TestBrowser } from './chromium.ts';
import { FakeBench, type FakePhone } from './fake-bench.ts';

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
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

async function openPage(phones = 1, options?: Parameters<TestBrowser['open']>[1]) {
  await bench.open(phones, server.port);
  const opened = await browser.open(server.address, options);
  await expect.poll(() => opened.page.locator('.screen-status').allTextContents()).toEqual(Array(phones).fill(''));
  return { ...opened, phone: bench.fakes[0] as FakePhone };
}

/** Red, green and blue of a pixel of the phone's screen, as the canvas has it. What runs in the page is given as text. */
async function colourAt(page: Page, x: number, y: number): Promise<number> {
  const look = `[...document.querySelector('.screen').getContext('2d').getImageData(${x}, ${y}, 1, 1).data]`;
  const [red = 0, green = 0, blue = 0] = (await page.evaluate(look)) as number[];
  return (red << 16) | (green << 8) | blue;
}

describe('the desk set', () => {
  it('shows what the phone draws, where it draws it', async () => {
    const { page, phone, errors } = await openPage();
    phone.fill({ x: 100, y: 50, width: 301, height: 33 }, 0x5b9bff);
    await expect.poll(() => colourAt(page, 400, 82)).toBe(0x5b9bff);
    expect(await colourAt(page, 100, 50)).toBe(0x5b9bff);
    expect(await colourAt(page, 99, 50)).toBe(0x0e1116);
    expect(await colourAt(page, 401, 60)).toBe(0x0e1116);
    expect(errors).toEqual([]);
  });

  it('presses keys by mouse, for as long as the mouse does', async () => {
    const { page, phone } = await openPage();
    await page.getByRole('button', { name: '5 JKL' }).click();
    await page.getByRole('button', { name: 'Soft key 1' }).click();
    await page.getByRole('button', { name: 'Volume up' }).hover();
    await page.mouse.down();
    await phone.hears('5 down', '5 up', 'soft1 down', 'soft1 up', 'volume-up down');
    expect(phone.heard).not.toContain('volume-up up');
    await page.mouse.up();
    await phone.hears('volume-up up');
  });

  it('is worked by the keyboard: keys, shortcuts, and text once somebody writes', async () => {
    const { page, phone } = await openPage();
    for (const key of ['4', '#', 'ArrowDown', 'Enter', 'Escape', 'F2', 'm', 'h']) await page.keyboard.press(key);
    await phone.hears(
      '4 down',
      '4 up',
      '# down',
      'down down',
      'ok down',
      'back down',
      'soft2 down',
      'mute down',
      'off-hook',
    );
    await page.keyboard.type('jahm2');
    await page.keyboard.press('Backspace');
    await phone.hears('text j', 'text a', 'text h', 'text m', 'text 2', 'text \b');
    await page.getByRole('button', { name: '1', exact: true }).click();
    await page.keyboard.press('h');
    await phone.hears('text \b', '1 down', 'on-hook');
  });

  it('has every key within reach of Tab, and presses it by Enter and Space', async () => {
    const { page, phone } = await openPage();
    await page.getByRole('button', { name: 'Redial' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await phone.hears('message down', 'message up');
  });

  it('takes touches on the screen in its own pixels', async () => {
    const { page, phone } = await openPage();
    const box = await page.locator('.screen').boundingBox();
    if (!box) throw new Error('There is no screen.');
    await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 2 });
    await page.mouse.up();
    await phone.hears('touch 200,240 down', 'touch 400,240 down', 'touch 400,240 up');
  });

  it('lifts and lowers the handset, and shows lamps that are lit and that blink', async () => {
    const { page, phone } = await openPage();
    await page.getByRole('button', { name: 'Handset: lift' }).click();
    await phone.hears('off-hook');
    await page.getByRole('button', { name: 'Handset: put down' }).click();
    await phone.hears('off-hook', 'on-hook');
    phone.indicators.set('message-waiting', 'blink');
    phone.indicators.set('presence-busy', 'on');
    await page.locator('[data-lamp="message-waiting"][data-state="blink"]').waitFor();
    await page.locator('[data-lamp="presence-busy"][data-state="on"]').waitFor();
    expect(await page.getByRole('status').allTextContents()).toContain('Busy lamp on');
  });
});

describe('the panel', () => {
  const message = (first: string, body = '') => `${first}\r\nCSeq: 1 INVITE\r\n${body}\r\n`;

  it('draws SIP messages as a ladder with the whole text behind each, to be saved', async () => {
    const { page } = await openPage();
    const peer = '127.0.0.1:5061';
    const sdp = 'Content-Type: application/sdp\r\n';
    bench.say(1, {
      type: 'sip',
      trace: { atMs: 0, direction: 'sent', peer, text: message('INVITE sip:4402@fernleigh.test SIP/2.0', sdp) },
    });
    bench.say(1, {
      type: 'sip',
      trace: { atMs: 9, direction: 'received', peer, text: message('SIP/2.0 180 <b>Ringing</b>') },
    });
    const ladder = page.getByRole('region', { name: 'SIP messages' });
    await ladder.getByText('INVITE sip:4402@fernleigh.test (SDP)').click();
    await ladder.getByText('Content-Type: application/sdp').waitFor();
    // What comes off the wire is text, never markup.
    await ladder.getByText('180 <b>Ringing</b> · INVITE').waitFor();
    const download = page.waitForEvent('download');
    await ladder.getByRole('button', { name: 'Save as text' }).click();
    expect((await download).suggestedFilename()).toBe('sip-phone-1.txt');
  });

  it('plots the call and moves the network by its sliders', async () => {
    const { page } = await openPage();
    bench.say(1, { type: 'call', callId: 'a', phase: 'connected', party: 'Mara Kovács' });
    bench.say(1, { type: 'quality', callId: 'a', statistics: { ...figures, lossShare: 0.061, mosEstimate: 3.6 } });
    const quality = page.getByRole('region', { name: 'This call' });
    await quality.getByText('6.1 %').waitFor();
    await quality.getByText('3.6', { exact: true }).waitFor();
    await quality.getByText('Mara Kovács · opus 32 kb/s · SRTP').waitFor();
    await page.getByLabel('Loss', { exact: true }).fill('12');
    await page.getByText('12 %').waitFor();
    await expect.poll(() => bench.impairment().lossPercent).toBe(12);
    await page.getByRole('button', { name: 'Clear network' }).click();
    await expect.poll(() => bench.impairment().lossPercent).toBe(0);
  });

  it('shows what was moved last, whatever the bench still answers to the moves before', async () => {
    const { page } = await openPage();
    const output = page.locator('#network-delayMs ~ output');
    // All in one turn of the page: no answer can come in between.
    await page.evaluate(`(() => {
      const move = (name, value) => {
        const input = document.getElementById('network-' + name);
        input.value = value;
        input.dispatchEvent(new Event('input'));
      };
      const output = document.querySelector('#network-delayMs ~ output');
      globalThis.shown = [];
      new MutationObserver(() => shown.push(output.textContent)).observe(output, { childList: true });
      move('lossPercent', 12);
      move('delayMs', 200);
      move('lossPercent', 13);
    })()`);
    await expect.poll(() => bench.impairment()).toMatchObject({ lossPercent: 13, delayMs: 200 });
    await page.getByRole('button', { name: 'Clear network' }).click();
    // The answer to this one comes after all the others.
    await expect.poll(() => bench.impairment().delayMs).toBe(0);
    await expect.poll(() => output.textContent()).toBe('0 ms');
    const shown = (await page.evaluate('shown')) as readonly string[];
    expect(shown.join(', ')).toMatch(/^(200 ms, )+0 ms(, 0 ms)*$/);
  });

  it('follows what another page chose, when nothing of its own is under way', async () => {
    const { page } = await openPage();
    const other = await browser.open(server.address);
    await other.page.getByLabel('Jitter', { exact: true }).fill('50');
    await page.getByText('50 ms').waitFor();
    await page.getByLabel('Loss', { exact: true }).fill('7');
    await other.page.getByText('7 %').waitFor();
    expect(bench.impairment()).toMatchObject({ jitterMs: 50, lossPercent: 7 });
  });

  it('lets colleagues be called and asked to call, and says what to do next', async () => {
    const { page, phone } = await openPage();
    await page.getByText('Sign in as 4217 with PIN 246810').waitFor();
    await page.getByRole('button', { name: 'Type it for me' }).click();
    await phone.hears(
      '4 down',
      '2 down',
      '1 down',
      '7 down',
      'soft1 down',
      '2 down',
      '4 down',
      '6 down',
      '8 down',
      '1 down',
      '0 down',
      'soft1 down',
    );
    bench.say(1, { type: 'account', status: 'signed-in', address: 'dana@fernleigh.test', locked: false });
    await page.getByText('Turn on sound, so that you hear').waitFor();
    await page.getByRole('button', { name: 'Have Mara Kovács ring me' }).click();
    await expect.poll(() => bench.rings).toEqual(['4402 rings phone 1']);
    bench.say(1, { type: 'call', callId: 'a', phase: 'ringing-in', party: 'Mara Kovács' });
    await page.getByText('Mara Kovács is calling.').waitFor();
  });

  const figures = {
    atMs: 0,
    packetsSent: 50,
    packetsReceived: 47,
    packetsLost: 3,
    packetsLate: 0,
    packetsRefused: 0,
    lossShare: 0,
    jitterMs: 2,
    roundTripMs: 12,
    remoteLossShare: 0,
    remoteJitterMs: 1,
    bufferDelayMs: 40,
    concealedShare: 0.012,
    captureLevelDbfs: -20,
    playoutLevelDbfs: -22,
    clippedShare: 0,
    sendCodec: 'opus',
    receiveCodec: 'opus',
    bitRateBps: 32_000,
    encrypted: true,
    mosEstimate: 4.2,
  } as const;
});

describe('sound', () => {
  it('carries the microphone to the phone and the phone to the ear, there and back within 150 ms', async () => {
    const { page, phone, errors } = await openPage();
    phone.echo();
    bench.say(1, { type: 'call', callId: 'a', phase: 'connected', party: 'Echo' });
    await page.locator('#sound-button').click();
    const state = page.locator('#sound-state');
    await expect.poll(() => state.textContent(), { timeout: 15_000 }).toMatch(/There and back \d+ ms/);
    // The first figures come while the rings still fill: the one that counts is what it settles at.
    await expect
      .poll(async () => Number(/\d+/.exec((await state.textContent()) ?? '')?.[0]), { timeout: 15_000 })
      .toBeLessThan(150);
    expect(phone.audio.statistics().capturing).toBe(true);
    expect(errors).toEqual([]);
  });

  it('lets a recording speak instead, and nobody', async () => {
    const { page, phone } = await openPage();
    let loudest = 0;
    phone.audio.start((capture) => {
      loudest = capture.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    });
    await page.getByLabel('Microphone', { exact: true }).selectOption('talker');
    await page.locator('#sound-button').click();
    await expect.poll(() => loudest, { timeout: 10_000 }).toBeGreaterThan(3_000);
    await page.getByLabel('Microphone', { exact: true }).selectOption('silence');
    await expect.poll(() => loudest, { timeout: 10_000 }).toBe(0);
    // A silent microphone is one all the same.
    expect(phone.audio.statistics().capturing).toBe(true);
  });
});

describe('several phones, many pages, small screens', () => {
  it('shows two desk sets and gives the keyboard to the one that was touched last', async () => {
    const { page } = await openPage(2);
    const [first, second] = bench.fakes as [FakePhone, FakePhone];
    await page.keyboard.press('1');
    await first.hears('1 down');
    await page.getByLabel('Phone of Jun Lee').getByRole('button', { name: 'OK' }).click();
    await page.keyboard.press('2');
    await second.hears('ok down', 'ok up', '2 down');
    expect(first.heard).not.toContain('2 down');
    const boxes = await Promise.all((await page.locator('.desk-set').all()).map((set) => set.boundingBox()));
    for (const box of boxes) expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(800);
  });

  it('fits the desk set into 1280 by 800 and a handheld browser without scrolling sideways', async () => {
    const { page } = await openPage();
    const box = await page.locator('.desk-set').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(800);
    const small = await browser.open(server.address, handheld);
    await small.page.getByRole('button', { name: '5 JKL' }).tap();
    await (bench.fakes[0] as FakePhone).hears('5 down', '5 up');
    expect(await small.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const key = await small.page.getByRole('button', { name: '5 JKL' }).boundingBox();
    expect(Math.min(key?.width ?? 0, key?.height ?? 0)).toBeGreaterThanOrEqual(44);
    const touched = small.page.locator('.screen');
    await touched.tap({ position: { x: 10, y: 10 } });
    await expect.poll(() => bench.fakes[0]?.heard.filter((one) => one.startsWith('touch')).length).toBe(2);
  });

  it('goes on after 100 dropped and re-made connections, with nothing left of them', async () => {
    const { page, phone } = await openPage();
    const address = `ws://127.0.0.1:${phone.deskSet.port}/?token=token-of-phone-1`;
    await page.evaluate(`(async () => {
      for (let round = 0; round < 100; round++) {
        const socket = new WebSocket(${JSON.stringify(address)});
        await new Promise((resolve) => socket.addEventListener('open', resolve));
        socket.send('{"type":"key","key":"9","down":true}');
        socket.close();
        await new Promise((resolve) => socket.addEventListener('close', resolve));
      }
    })()`);
    await expect.poll(() => phone.deskSet.pageCount).toBe(1);
    expect(phone.heard.filter((one) => one === '9 up').length).toBe(
      phone.heard.filter((one) => one === '9 down').length,
    );
    await page.getByRole('button', { name: '1', exact: true }).click();
    await phone.hears('1 down', '1 up');
  });
});

describe('who may use it', () => {
  it('refuses a page of another origin, by the console and by the phone', async () => {
    const { phone } = await openPage();
    for (const address of [
      `ws://127.0.0.1:${server.port}/bench`,
      `ws://127.0.0.1:${phone.deskSet.port}/?token=token-of-phone-1`,
    ]) {
      const foreign = new WebSocket(address, { origin: 'http://evil.example' });
      await expect(
        new Promise((resolve, reject) => foreign.once('open', resolve).once('error', reject)),
      ).rejects.toThrow('403');
    }
  });

  it('refuses a name that was pointed at this computer, and paths out of its page', async () => {
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      const options = { port: server.port, host: '127.0.0.1', headers: { host: 'evil.example' } };
      get(options, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
    });
    expect(rebound).toBe(403);
    for (const path of ['/../server.ts', '/%2e%2e/server.ts', '//', '/main.js/..%2f..%2fserver.ts']) {
      const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
      expect([404, 200]).toContain(answer.status);
      expect(await answer.text()).not.toContain('startConsole');
    }
  });
});
