// Sets a phone up for one picture: a state, a way, a few keys, and a clock that only moves when told.

import type { Language, TextSize, ThemeName } from '../../firmware/phone.ts';
import type { KeyEvent, KeyName, Keypad } from '../../hal/keypad.ts';
import type { Rectangle, Screen, TouchEvent } from '../../hal/screen.ts';
import { VirtualClock } from '../../hal/sim/virtual-clock.ts';
import { startUi, type Ui } from '../app.tsx';
import type { ScreenSize } from '../theme/index.ts';
import { FakePhone } from './fake-phone.ts';
import { nowMs } from './fixtures/state.ts';
import type { Picture } from './picture.ts';

/** Long enough for every wait to have said what it waits for. */
const settledAfterMs = 2_500;
const dragSteps = 10;
/** A list that was thrown has stopped by then. */
const rollsOutAfterMs = 2_000;

export interface Look {
  readonly language: Language;
  readonly theme: ThemeName;
  readonly textSize: TextSize;
  /** Of the screen; default 800x480. */
  readonly size?: ScreenSize;
}

const usualSize: ScreenSize = { width: 800, height: 480 };
/** The smallest and the largest that a phone may have. */
export const otherSizes: readonly ScreenSize[] = [
  { width: 480, height: 320 },
  { width: 1024, height: 600 },
];

class StudioScreen implements Screen {
  readonly width: number;
  readonly height: number;
  readonly #listeners = new Set<(event: TouchEvent) => void>();

  constructor({ width, height }: ScreenSize) {
    this.width = width;
    this.height = height;
  }

  attach(): void {}
  present(_changed: readonly Rectangle[]): void {}
  setBacklight(): void {}
  close(): void {}

  onTouch(listener: (event: TouchEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  touch(event: TouchEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

class StudioKeypad implements Keypad {
  readonly #keyListeners = new Set<(event: KeyEvent) => void>();
  readonly #textListeners = new Set<(character: string) => void>();

  onKey(listener: (event: KeyEvent) => void): () => void {
    this.#keyListeners.add(listener);
    return () => void this.#keyListeners.delete(listener);
  }

  onText(listener: (character: string) => void): () => void {
    this.#textListeners.add(listener);
    return () => void this.#textListeners.delete(listener);
  }

  textExpected = false;

  close(): void {}

  expectText(expected: boolean): void {
    this.textExpected = expected;
  }

  key(event: KeyEvent): void {
    for (const listener of this.#keyListeners) listener(event);
  }

  text(character: string): void {
    for (const listener of this.#textListeners) listener(character);
  }
}

export interface Sitting {
  readonly ui: Ui;
  readonly phone: FakePhone;
  readonly clock: VirtualClock;
  /** Whether a keyboard was told that letters go into a field. */
  textExpected(): boolean;
  press(...keys: readonly KeyName[]): Promise<void>;
  /** Keys so quick that they come in one turn of the event loop. */
  pressAtOnce(...keys: readonly KeyName[]): void;
  type(text: string): Promise<void>;
  /** A finger down and up at a point. */
  tap(x: number, y: number): Promise<void>;
  /** A finger put down, moved upright at an even pace, and taken away. */
  drag(x: number, fromY: number, toY: number): Promise<void>;
  close(): void;
}

/** A whole user interface on a phone in the picture's state; close it before the next. */
export async function sit(picture: Picture, { size = usualSize, ...look }: Look): Promise<Sitting> {
  const clock = new VirtualClock(nowMs);
  const screen = new StudioScreen(size);
  const keypad = new StudioKeypad();
  const phone = new FakePhone({ ...picture.state, settings: { ...picture.state.settings, ...look } });
  const ui = startUi({ phone, screen, keypad, clock });
  const settle = async (): Promise<void> => {
    ui.display.renderNow();
    await clock.advance(0);
    ui.display.renderNow();
  };
  const pressAtOnce = (...keys: readonly KeyName[]): void => {
    for (const key of keys) for (const down of [true, false]) keypad.key({ key, down, atMs: clock.nowMs() });
  };
  const sitting: Sitting = {
    ui,
    phone,
    clock,
    textExpected: () => keypad.textExpected,
    pressAtOnce,
    async press(...keys) {
      for (const key of keys) {
        pressAtOnce(key);
        await settle();
      }
      await settle();
    },
    async type(text) {
      for (const character of text) {
        keypad.text(character);
        await settle();
      }
    },
    async tap(x, y) {
      screen.touch({ x, y, down: true });
      await clock.advance(50);
      screen.touch({ x, y, down: false });
      await clock.advance(50);
      await settle();
    },
    async drag(x, fromY, toY) {
      for (let step = 0; step <= dragSteps; step++) {
        screen.touch({ x, y: fromY + ((toY - fromY) * step) / dragSteps, down: true });
        await clock.advance(20);
      }
      screen.touch({ x, y: toY, down: false });
      await clock.advance(rollsOutAfterMs);
      await settle();
    },
    close: () => ui.close(),
  };
  await settle();
  if (picture.route?.screen === 'home') ui.navigator.home();
  else if (picture.route) ui.navigator.push(picture.route);
  await settle();
  await sitting.press(...(picture.keys ?? []));
  await sitting.type(picture.typed ?? '');
  await clock.advance(picture.afterMs ?? settledAfterMs);
  await settle();
  return sitting;
}

export async function photograph(picture: Picture, look: Look): Promise<Buffer> {
  const sitting = await sit(picture, look);
  try {
    return sitting.ui.display.snapshotPng();
  } finally {
    sitting.close();
  }
}
