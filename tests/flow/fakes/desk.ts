// A whole phone behind its own screen and keys: pressed like a person would, and read like a person would.

import type { KeyEvent, KeyName, Keypad } from '../../../hal/keypad.ts';
import type { Screen, TouchEvent } from '../../../hal/screen.ts';
import { startUi, type Ui } from '../../../ui/app.tsx';
import { type PhoneOptions, WholePhone } from './whole-phone.ts';

/** Longer than the display gathers changes before it draws them. */
const drawMs = 50;

class FakeKeypad implements Keypad {
  readonly #keys = new Set<(event: KeyEvent) => void>();
  readonly #text = new Set<(character: string) => void>();

  onKey(listener: (event: KeyEvent) => void): () => void {
    this.#keys.add(listener);
    return () => void this.#keys.delete(listener);
  }

  onText(listener: (character: string) => void): () => void {
    this.#text.add(listener);
    return () => void this.#text.delete(listener);
  }

  press(key: KeyName, atMs: number): void {
    for (const down of [true, false]) for (const listener of [...this.#keys]) listener({ key, down, atMs });
  }

  type(character: string): void {
    for (const listener of [...this.#text]) listener(character);
  }

  close(): void {
    this.#keys.clear();
    this.#text.clear();
  }
}

class FakeScreen implements Screen {
  readonly width = 800;
  readonly height = 480;

  attach(): void {}
  present(): void {}
  onTouch(_listener: (event: TouchEvent) => void): () => void {
    return () => {};
  }
  setBacklight(): void {}
  close(): void {}
}

export class Desk {
  readonly phone: WholePhone;
  readonly ui: Ui;
  readonly #keypad = new FakeKeypad();

  constructor(options: PhoneOptions = {}) {
    this.phone = new WholePhone(options);
    this.ui = startUi({
      phone: this.phone.core,
      screen: new FakeScreen(),
      keypad: this.#keypad,
      clock: this.phone.clock,
    });
  }

  /** A desk whose person has signed in by pressing the keys. */
  static async signedIn(options: PhoneOptions = {}): Promise<Desk> {
    const desk = new Desk(options);
    await desk.phone.attach();
    await desk.press(...digits('4217'), 'soft1', ...digits('246810'), 'soft1');
    await desk.pass(100);
    await desk.phone.until(({ lock }) => lock.hasPin);
    await desk.pass(drawMs);
    return desk;
  }

  async press(...keys: readonly KeyName[]): Promise<void> {
    for (const key of keys) {
      this.#keypad.press(key, this.phone.clock.nowMs());
      await this.pass(drawMs);
    }
  }

  async type(text: string): Promise<void> {
    for (const character of text) {
      this.#keypad.type(character);
      await this.pass(drawMs);
    }
  }

  async pass(ms: number): Promise<void> {
    await this.phone.pass(ms);
    this.ui.display.renderNow();
  }

  async lift(): Promise<void> {
    this.phone.hook.move('off-hook');
    await this.pass(drawMs);
  }

  async putDown(): Promise<void> {
    this.phone.hook.move('on-hook');
    await this.pass(drawMs);
  }

  /** Everything that can be read on the screen now. */
  get text(): string {
    return this.ui.display.root.text;
  }

  close(): void {
    this.ui.close();
  }
}

export function digits(text: string): readonly KeyName[] {
  return [...text] as KeyName[];
}
