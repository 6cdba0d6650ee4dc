// The screen driver on the kernel's own mode setting: in the guest of `npm run test:guest`, seen from outside through the emulator.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { InputSource } from '../../../hal/linux/input/input-source.ts';
import { DrmScreen, type DrmScreenOptions } from '../../../hal/linux/screen/drm-screen.ts';
import { EvdevTouch } from '../../../hal/linux/screen/evdev-touch.ts';
import type { PanelTouch, TouchSource } from '../../../hal/linux/screen/touch-source.ts';
import type { TouchEvent } from '../../../hal/screen.ts';
import { SystemClock } from '../../../hal/system/clock.ts';
import { colourAt, Monitor } from '../../guest/monitor.ts';
import { screenContract } from '../ports/screen-contract.ts';
import { until } from './alsa-bench.ts';

const isGuest = existsSync('/dev/dri') && process.env.OFFHOOK_GUEST_QMP !== undefined;
if (!isGuest)
  process.stderr.write(
    'Not run: the screen driver needs a screen that can be looked at; npm run test:guest has one.\n',
  );

/** The names that the kernel gives to the outputs of the emulator's two cards. */
const wide = { connector: 'Virtual-1', rotation: 0 } as const;
const narrow = { connector: 'Virtual-2', rotation: 0 } as const;
const white = 0xffffff;

class Finger implements TouchSource {
  listener: (touch: PanelTouch) => void = () => undefined;

  onTouch(listener: (touch: PanelTouch) => void): () => void {
    this.listener = listener;
    return () => {
      this.listener = () => undefined;
    };
  }

  states() {
    return [];
  }

  close(): void {}

  /** In pixels of a panel of 800x480. */
  touch({ x, y, down }: PanelTouch): void {
    this.listener({ x: x / 799, y: y / 479, down });
  }
}

describe.skipIf(!isGuest)('in the guest', () => {
  let monitor: Monitor;
  let screen: DrmScreen | undefined;
  const said: string[] = [];

  beforeAll(async () => {
    const opened = await Monitor.open();
    if (!opened) throw new Error('There is no monitor.');
    monitor = opened;
  });
  afterEach(() => {
    screen?.close();
    screen = undefined;
    said.length = 0;
  });
  afterAll(() => monitor.close());

  function open(options: DrmScreenOptions, touch?: TouchSource): DrmScreen {
    screen?.close();
    screen = new DrmScreen(options, { touch, warn: (sentence) => said.push(sentence) });
    return screen;
  }

  /** A frame in one colour with one part in another, and all of it on the panel. */
  async function show(
    on: DrmScreen,
    colour: number,
    part: { x: number; y: number; colour: number },
    plugIn: () => void = () => undefined,
  ): Promise<void> {
    const frame = new Uint32Array(on.width * on.height).fill(colour);
    for (let y = part.y; y < part.y + 20; y++)
      frame.fill(part.colour, y * on.width + part.x, y * on.width + part.x + 20);
    on.attach(new Uint8Array(frame.buffer));
    on.present([{ x: 0, y: 0, width: on.width, height: on.height }]);
    plugIn();
    await until(() => on.isShown() || said.length > 0, 60_000);
    expect(said.filter((sentence) => !/works again|is small/.test(sentence))).toEqual([]);
    await until(() => on.isShown(), 60_000);
  }

  screenContract('DrmScreen', () => {
    const finger = new Finger();
    const opened = open({ ...wide, width: 800, height: 480 }, finger);
    return {
      screen: opened,
      pixel: async (x, y) => {
        await until(() => opened.isShown(), 60_000);
        return colourAt(await monitor.picture('wide'), x, y);
      },
      touch: (event) => finger.touch(event),
      loseTouch: () => finger.touch({ x: 40, y: 50, down: false }),
    };
  });

  it('takes its size from the panel where the board file leaves it open', () => {
    const opened = open(wide);
    expect([opened.width, opened.height]).toEqual([800, 480]);
    // Turned, as high as the phone's pictures are made for.
    const upright = open({ ...wide, rotation: 90 });
    expect([upright.width, upright.height]).toEqual([480, 600]);
  });

  it.each([
    { rotation: 90 as const, size: { width: 480, height: 800 }, seen: [800 - 1 - 105, 205] },
    { rotation: 180 as const, size: { width: 800, height: 480 }, seen: [800 - 1 - 205, 480 - 1 - 105] },
    { rotation: 270 as const, size: { width: 480, height: 800 }, seen: [105, 480 - 1 - 205] },
  ])('turns the picture by $rotation degrees', async ({ rotation, size, seen: [x = 0, y = 0] }) => {
    const opened = open({ ...wide, ...size, rotation });
    await show(opened, 0x203040, { x: 200, y: 100, colour: white });
    const picture = await monitor.picture('wide');
    expect(colourAt(picture, x, y)).toBe(white);
    expect(colourAt(picture, 400, 240)).toBe(0x203040);
    expect(colourAt(picture, 0, 0)).toBe(0x203040);
  });

  it('shows the picture in the middle of a larger panel, at 16 bits a pixel', async () => {
    const opened = open({ ...narrow, width: 480, height: 320, bits_per_pixel: 16 });
    await show(opened, 0xe01020, { x: 0, y: 0, colour: white });
    const picture = await monitor.picture('narrow');
    const [left, top] = [Math.floor((picture.width - 480) / 2), Math.floor((picture.height - 320) / 2)];
    expect(colourAt(picture, left + 5, top + 5)).toBe(white);
    const colour = colourAt(picture, left + 479, top + 319);
    for (const [at, wanted] of [0xe0, 0x10, 0x20].entries())
      expect(Math.abs(((colour >> (16 - 8 * at)) & 0xff) - wanted)).toBeLessThan(9);
    expect(colourAt(picture, left - 1, top)).toBe(0);
    expect(colourAt(picture, left + 480, top + 319)).toBe(0);
    expect(opened.states()[0]?.sentence).toMatch(/^Virtual-2 of \/dev\/dri\/card\d shows \d+x\d+ at 16 bits a pixel$/);
  });

  it('says that a picture is too large for the panel, and shows what fits', async () => {
    const opened = open({ ...wide, width: 1024, height: 600 });
    await show(opened, 0x203040, { x: 0, y: 0, colour: white });
    await until(() => said.length > 0, 60_000);
    expect(said[0]).toMatch(/is small: the panel has 800x480 and the picture is 1024x600/);
    const picture = await monitor.picture('wide');
    expect(colourAt(picture, 5, 5)).toBe(white);
  });

  it('names the outputs there are where the board file names another', async () => {
    open({ connector: 'HDMI-A-7', rotation: 0, width: 800, height: 480 });
    await until(() => said.length > 0, 60_000);
    expect(said[0]).toMatch(/The screen HDMI-A-7 does not work: there is no output "HDMI-A-7": .*Virtual-1/);
  });

  it('says which card is not there', async () => {
    open({ card: '/dev/dri/card9', rotation: 0, width: 800, height: 480 });
    await until(() => said.length > 0, 60_000);
    expect(said[0]).toMatch(/\/dev\/dri\/card9 is not there/);
  });

  it('says that another program has the screen, and takes it when that ends', async () => {
    const first = new DrmScreen({ ...wide, width: 800, height: 480 }, { warn: () => undefined });
    await until(() => first.states()[0]?.isWorking === true, 60_000);
    const second = open({ ...wide, width: 800, height: 480 });
    await until(() => said.length > 0, 60_000);
    expect(said[0]).toMatch(/another program shows its own picture on \/dev\/dri\/card\d: end that program/);
    first.close();
    await until(() => said.length > 1, 60_000);
    expect(said.splice(0)[1]).toMatch(/works again/);
    await show(second, 0x102030, { x: 0, y: 0, colour: white });
    expect(colourAt(await monitor.picture('wide'), 300, 300)).toBe(0x102030);
  });

  it('refuses a format that the card does not have, and says what to write', async () => {
    open({ ...wide, width: 800, height: 480, bits_per_pixel: 16 });
    await until(() => said.length > 0, 60_000);
    expect(said[0]).toMatch(/does not take 16 bits a pixel: leave "bits_per_pixel" out of the board file/);
  });

  it('hears a finger on the panel where it is seen in the picture, turned as it is, until it is lifted or unplugged', async () => {
    const source = new InputSource({
      match: { kind: 'touchscreen' },
      grab: true,
      clock: new SystemClock(),
      device: 'touch panel',
      warn: (sentence) => said.push(sentence),
    });
    source.start();
    const opened = open({ ...wide, width: 480, height: 800, rotation: 90 }, new EvdevTouch(source));
    const touches: TouchEvent[] = [];
    opened.onTouch((touch) => touches.push(touch));
    await until(() => opened.isShown() || opened.states()[0]?.isWorking === true, 60_000);
    // Shares of 32767 as the emulator's tablet has them: at the upper right of the panel, the picture's upper left.
    const point = (x: number, y: number, down: boolean) =>
      monitor.ask('input-send-event', {
        events: [
          { type: 'abs', data: { axis: 'x', value: x } },
          { type: 'abs', data: { axis: 'y', value: y } },
          { type: 'btn', data: { button: 'left', down } },
        ],
      });
    await point(32_767, 0, true);
    await until(() => touches.length > 0, 60_000);
    expect(touches).toEqual([{ x: 0, y: 0, down: true }]);
    // A third of the panel from the left, and a tenth from above.
    await point(10_923, 3_277, false);
    await until(() => touches.some(({ down }) => !down), 60_000);
    await point(10_923, 3_277, true);
    await until(() => touches.at(-1)?.down === true, 60_000);
    expect(touches.at(-1)).toEqual({ x: 48, y: 533, down: true });
    await monitor.ask('device_del', { id: 'finger' });
    await until(() => touches.at(-1)?.down === false, 60_000);
    expect(touches.at(-1)).toEqual({ x: 48, y: 533, down: false });
    source.close();
  });

  it('says that the screen was unplugged, and shows the picture again once it is back', async () => {
    const opened = open({ ...wide, width: 800, height: 480 });
    await show(opened, 0x203040, { x: 0, y: 0, colour: white });
    // The kernel's own way to say that nothing is plugged in, whatever the connector senses.
    const output = readdirSync('/sys/class/drm').find((name) => name.endsWith('-Virtual-1'));
    const plug = `/sys/class/drm/${output}/status`;
    writeFileSync(plug, 'off');
    await until(() => said.length > 0, 60_000);
    expect(said.splice(0)).toEqual([expect.stringMatching(/nothing is plugged into Virtual-1: check the cable/)]);
    expect(opened.isShown()).toBe(false);
    await show(opened, 0x405060, { x: 100, y: 100, colour: white }, () => writeFileSync(plug, 'detect'));
    expect(colourAt(await monitor.picture('wide'), 300, 300)).toBe(0x405060);
  });
});
