// The screen driver's own part: sizes, sentences, touches; the panel behind it is a fake here and the kernel's in the guest.

import { describe, expect, it } from 'vitest';
import { DrmScreen, type DrmScreenOptions } from '../../../../hal/linux/screen/drm-screen.ts';
import type { PanelTouch, TouchSource } from '../../../../hal/linux/screen/touch-source.ts';
import type { Panel, PanelAddon, PanelStatus, PanelWish } from '../../../../hal/native/panel.ts';
import { screenContract } from '../../../contract/ports/screen-contract.ts';

const found: PanelStatus = {
  card: '/dev/dri/card1',
  connector: 'DSI-1',
  connectors: ['HDMI-A-1', 'DSI-1'],
  width: 800,
  height: 480,
  bitsPerPixel: 32,
  error: 0,
};

/** A kernel that a test plugs screens into. */
class FakeKernel {
  status = found;
  wish: PanelWish | undefined;
  shown = new Uint32Array();
  isClosed = false;
  #onStatus = (): void => undefined;

  readonly addon: PanelAddon = { Panel: this.#panelClass() };

  become(status: Partial<PanelStatus>): void {
    this.status = { ...found, ...status };
    this.#onStatus();
  }

  #panelClass(): PanelAddon['Panel'] {
    const kernel = this;
    return class implements Panel {
      readonly #width: number;
      readonly #height: number;

      static find(): PanelStatus {
        return kernel.status;
      }

      constructor(wish: PanelWish, onStatus: () => void) {
        kernel.wish = wish;
        kernel.#onStatus = onStatus;
        this.#width = wish.width ?? 0;
        this.#height = wish.height ?? 0;
        kernel.shown = new Uint32Array(this.#width * this.#height);
      }

      present(frame: Uint8Array, rectangles: Int32Array): void {
        const pixels = new Uint32Array(frame.buffer);
        for (let at = 0; at < rectangles.length; at += 4) {
          const [x = 0, y = 0, width = 0, height = 0] = rectangles.subarray(at);
          for (let row = y; row < Math.min(this.#height, y + height); row++) {
            const start = row * this.#width;
            kernel.shown.set(pixels.subarray(start + x, start + Math.min(this.#width, x + width)), start + x);
          }
        }
      }

      status(): PanelStatus {
        return kernel.status;
      }

      isShown(): boolean {
        return true;
      }

      close(): void {
        kernel.isClosed = true;
      }
    };
  }
}

class Finger implements TouchSource {
  listener: ((touch: PanelTouch) => void) | undefined;
  onTouch(listener: (touch: PanelTouch) => void): () => void {
    this.listener = listener;
    return () => {
      this.listener = undefined;
    };
  }
  states() {
    return [];
  }
  close(): void {}

  /** In pixels of a panel of 800x480. */
  touch({ x, y, down }: PanelTouch): void {
    this.listener?.({ x: x / 799, y: y / 479, down });
  }
}

function open(options: Partial<DrmScreenOptions> = {}, status: Partial<PanelStatus> = {}) {
  const kernel = new FakeKernel();
  kernel.status = { ...found, ...status };
  const said: string[] = [];
  const finger = new Finger();
  const screen = new DrmScreen(
    { rotation: 0, ...options },
    {
      addon: kernel.addon,
      touch: finger,
      warn: (sentence) => said.push(sentence),
    },
  );
  return { kernel, said, finger, screen };
}

screenContract('DrmScreen on a fake panel', () => {
  const { kernel, finger, screen } = open({ width: 800, height: 480 });
  return {
    screen,
    pixel: (x, y) => (kernel.shown[y * screen.width + x] ?? 0) & 0xffffff,
    touch: (event) => finger.touch(event),
    loseTouch: () => finger.touch({ x: 40, y: 50, down: false }),
  };
});

describe('the picture', () => {
  it.each([
    ['the panel', {}, {}, [800, 480]],
    ['a panel turned by a quarter', { rotation: 270 as const }, { width: 320, height: 480 }, [480, 320]],
    ['the largest there is on a computer', {}, { width: 1920, height: 1080 }, [1024, 600]],
    ['the smallest there is on a tiny one', {}, { width: 320, height: 240 }, [480, 320]],
    ['the board file', { width: 640, height: 400 }, { width: 1920, height: 1080 }, [640, 400]],
    ['the usual where there is no panel', {}, { trouble: 'unplugged' as const, width: 0, height: 0 }, [800, 480]],
  ])('has the size of %s', (_, options, status, size) => {
    const { screen, kernel } = open(options, status);
    expect([screen.width, screen.height]).toEqual(size);
    expect([kernel.wish?.width, kernel.wish?.height]).toEqual(size);
  });
});

describe('what is wrong with a screen', () => {
  it.each([
    [
      { trouble: 'no-card', card: '', connector: '' },
      'a graphics card in /dev/dri is not there: check that the kernel',
    ],
    [{ trouble: 'no-permission' }, '/dev/dri/card1 may not be opened: put the phone\'s user into the group "video"'],
    [
      { trouble: 'no-connector', connector: 'HDMI-A-3' },
      'no output "HDMI-A-3": the board file may name HDMI-A-1, DSI-1',
    ],
    [{ trouble: 'unplugged' }, 'nothing is plugged into DSI-1: check the cable'],
    [{ trouble: 'no-master' }, 'another program shows its own picture on /dev/dri/card1: end that program'],
    [{ trouble: 'refused', error: 22 }, 'takes neither 32 nor 16 bits a pixel at 800x480 (error 22 of the system)'],
    [{ trouble: 'failed', error: 5 }, '/dev/dri/card1 fails with error 5 of the system'],
  ] as const)('is said with what helps: %o', (status, sentence) => {
    const { said, kernel, screen } = open({ width: 800, height: 480 });
    kernel.become(status);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(sentence);
    expect(screen.states()).toMatchObject([{ isWorking: false }]);
    kernel.become({});
    expect(said[1]).toMatch(/works again: DSI-1 of \/dev\/dri\/card1 shows 800x480 at 32 bits a pixel/);
    expect(screen.states()).toMatchObject([{ isWorking: true }]);
  });

  it('is said once, however often the panel is looked for', () => {
    const { said, kernel } = open();
    for (let round = 0; round < 5; round++) kernel.become({ trouble: 'unplugged' });
    expect(said).toHaveLength(1);
  });

  it('may be a panel that is smaller than the board file says, turned as it is', () => {
    const { said, kernel } = open({ width: 800, height: 480, rotation: 90 });
    kernel.become({ width: 320, height: 480 });
    kernel.become({ width: 320, height: 480 });
    expect(said).toEqual([
      'The screen DSI-1 is small: the panel has 480x320 and the picture is 800x480, so its right and lower edges are ' +
        'cut off: write "width": 480, "height": 320 in the board file.',
    ]);
  });

  it('is never that there is no graphics card: the phone goes on without a picture', async () => {
    const said = new Promise<string>((resolve) => {
      const screen = new DrmScreen(
        { card: '/dev/dri/card77', rotation: 0 },
        {
          warn: (sentence) => {
            resolve(sentence);
            screen.close();
          },
        },
      );
      screen.attach(new Uint8Array(screen.width * screen.height * 4));
      screen.present([{ x: 0, y: 0, width: screen.width, height: screen.height }]);
      expect(screen.isShown()).toBe(false);
    });
    expect(await said).toContain('/dev/dri/card77 is not there');
  });
});

it('everything is given back at the end', () => {
  const { screen, kernel, finger } = open();
  screen.close();
  expect(kernel.isClosed).toBe(true);
  expect(finger.listener).toBeUndefined();
});
